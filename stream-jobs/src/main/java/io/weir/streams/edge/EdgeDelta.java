package io.weir.streams.edge;

import io.weir.series.v1.Edge;

/**
 * What one event adds to an edge.
 *
 * @param timeNs event time that decides the window
 */
public record EdgeDelta(Edge edge, long timeNs, EdgeCounts counts) {}
