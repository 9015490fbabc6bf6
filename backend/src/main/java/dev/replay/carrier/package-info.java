/**
 * The port to whoever carries messages: {@link dev.replay.carrier.Carrier} takes them and says what became of each part,
 * {@link dev.replay.carrier.ReceiptSink} takes what comes back. Adapters live in the packages below.
 */
@NullMarked
package dev.replay.carrier;

import org.jspecify.annotations.NullMarked;
