/**
 * The port to whoever carries messages: {@link dev.replay.carrier.Carrier} takes them and says what became of each part,
 * {@link dev.replay.carrier.ReceiptSink} takes what comes back. Adapters live in the packages below.
 *
 * <p>There can be several: {@link dev.replay.carrier.Routing} says which of them a message may take, and each is reached by
 * a {@link dev.replay.carrier.Line} whose circuit opens when it fails again and again. What was never written moves over to
 * the next one; what was written stays with the one that has it.
 */
@NullMarked
package dev.replay.carrier;

import org.jspecify.annotations.NullMarked;
