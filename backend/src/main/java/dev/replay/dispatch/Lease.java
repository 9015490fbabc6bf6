package dev.replay.dispatch;

/**
 * The ids lo…hi of a campaign. Ids up to intent may have been written to a carrier, none beyond it.
 *
 * @param fence moves whenever the lease changes hands
 */
record Lease(long campaignId, int lo, int hi, int intent, long fence) {}
