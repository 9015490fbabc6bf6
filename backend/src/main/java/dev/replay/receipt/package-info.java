/** Delivery receipts: the inbox, matching them to rows, precedence, and what they mean as (status, sub-status). */
@NullMarked
package dev.replay.receipt;

import org.jspecify.annotations.NullMarked;
