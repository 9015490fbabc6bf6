/**
 * Text and numbers as the mobile networks know them: alphabets, segments, variables, phone numbers. Pure: no container, no
 * clock, no database.
 */
@NullMarked
package dev.replay.sms;

import org.jspecify.annotations.NullMarked;
