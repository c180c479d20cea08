package io.weir.streams.edge;

import io.weir.series.v1.Edge;

/**
 * A name was resolved, or denied: what {@link NameHistory} hears.
 *
 * @param edge where the answer counts
 * @param name as the query says it
 * @param resolved true for NOERROR, false for NXDOMAIN
 * @param answeredNs when
 * @param countedNs when the answer counts
 * @param takenBack true when the answer does not count there after all
 */
public record NameAnswer(
    Edge edge, String name, boolean resolved, long answeredNs, long countedNs, boolean takenBack) {}
