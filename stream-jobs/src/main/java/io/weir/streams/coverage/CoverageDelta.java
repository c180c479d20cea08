package io.weir.streams.coverage;

/**
 * What arrived or went missing at one time.
 *
 * @param timeNs event time that decides the window
 */
public record CoverageDelta(long timeNs, CoverageCounts counts) {}
