package dev.replay.carrier.smpp;

import java.time.Instant;

/**
 * What an operator wants to know about one connection.
 *
 * @param index from 0
 * @param state one of {@code connecting binding bound throttled waiting closed}
 * @param lastError of the last failure, "" when there was none
 * @param since when the connection came into this state
 */
public record BindState(int index, String state, String lastError, Instant since) {}
