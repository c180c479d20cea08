package io.weir.streams.edge;

/** What {@link PathLoss} hears: who is where and reports, and which attempts nobody saw arrive. */
public sealed interface PathEvent permits Sighting, PathClaim {}
