package dev.replay.carrier;

import java.time.Instant;

/**
 * What an operator wants to know about one connection.
 *
 * @param index from 0
 * @param kind {@code transceiver}, {@code transmitter}, {@code receiver}, or {@code http}
 * @param state one of {@code connecting binding bound throttled waiting closed}
 * @param since when the connection came into this state
 * @param lastError of the last failure, "" when there was none
 */
public record BindState(int index, String kind, String state, Instant since, String lastError) {}
