package io.weir.streams.edge;

import io.weir.series.v1.Edge;

/**
 * A request or response that a proxy reported, kept while another proxy may yet turn out to be the
 * one whose reports count. Immutable.
 *
 * @param proxy see {@link FlowFacts#proxy}
 * @param ns event time
 * @param edge on which it counts, if it does
 */
public record ProxyReport(String proxy, long ns, Edge edge, RequestEvent event) {}
