package io.weir.streams.sli;

/**
 * What one execution of a probe adds to its indicator.
 *
 * @param probe the probe's id
 */
public record SliDelta(String probe, long timeNs, SliTally tally) {}
