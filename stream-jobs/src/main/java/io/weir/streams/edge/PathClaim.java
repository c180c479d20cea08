package io.weir.streams.edge;

import io.weir.series.v1.Edge;

/**
 * An attempt that its client's node saw leave and nobody saw arrive, or that such a claim was
 * wrong. Whether it is a loss of the path, {@link PathLoss} decides: the server's node may be one
 * that does not report at all.
 *
 * @param id names the attempt: both ends and the time of its SYN
 * @param edge where it counts
 * @param synNs when it counts
 * @param serverIp address that the SYN was for
 * @param node that saw it leave
 * @param takenBack true when something of it came to light after all
 */
public record PathClaim(
    String id, Edge edge, long synNs, String serverIp, String node, boolean takenBack)
    implements PathEvent {}
