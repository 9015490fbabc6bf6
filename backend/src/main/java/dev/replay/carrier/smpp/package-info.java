/**
 * SMPP 3.4 on Netty: PDUs as records, one codec for both ends of the wire, a session that coalesces its writes and settles
 * everything in flight when its connection breaks, and the carrier that spreads messages over several binds. What the standard
 * leaves to each SMSC (long texts, alphabets, addresses, parameters of its own) is its {@link
 * dev.replay.carrier.smpp.Dialect}.
 */
@NullMarked
package dev.replay.carrier.smpp;

import org.jspecify.annotations.NullMarked;
