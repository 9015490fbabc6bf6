/**
 * The rows, the tally, and the one statement that moves both ({@link dev.replay.message.Movement}); messages as pages and
 * CSV.
 */
@NullMarked
package dev.replay.message;

import org.jspecify.annotations.NullMarked;
