package dev.replay.status;

/**
 * What became of a message, in detail. The code means something only under its status: carriers report the same one under
 * several.
 *
 * @param id what the tables keep; 0 is none, below 1000 are ours, from 1000 on those that carriers brought
 * @param label a few words for people
 * @param description a sentence or two for people
 */
public record SubStatus(short id, Status status, String code, String label, String description, Retry retry) {}
