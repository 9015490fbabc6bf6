/**
 * Kaleyra's HTTP API: messages in bulk with a reference of ours each, receipts by callback, and by asking where none came.
 * Which answers prove that nothing was taken is the heart of it: only then may a message be written again.
 */
@NullMarked
package dev.replay.carrier.kaleyra;

import org.jspecify.annotations.NullMarked;
