package dev.replay.carrier;

import dev.replay.status.Status;

/**
 * What a carrier's words mean.
 *
 * @param code of the catalogue under the status, or one that the catalogue is to learn
 */
public record Meaning(Status status, String code) {}
