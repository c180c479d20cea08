package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.TrafficDirection;
import java.util.Optional;

/**
 * A node reported, in some ten seconds, a flow of an address that lives on it.
 *
 * @param period see {@link PathLoss#period}
 */
public record Sighting(String ip, String node, long period) implements PathEvent {

  /** What {@code flow} shows; empty when it does not say which end is local. */
  public static Optional<Sighting> of(Flow flow, long timeNs) {
    TrafficDirection direction = flow.getTrafficDirection();
    boolean ingress = direction == TrafficDirection.INGRESS;
    if (flow.getNodeName().isEmpty() || !(ingress || direction == TrafficDirection.EGRESS)) {
      return Optional.empty();
    }
    // The direction is the connection's: its replies run the other way.
    return reply(flow)
        .map(reply -> ingress == reply ? flow.getIP().getSource() : flow.getIP().getDestination())
        .filter(ip -> !ip.isEmpty())
        .map(ip -> new Sighting(ip, flow.getNodeName(), PathLoss.period(timeNs)));
  }

  private static Optional<Boolean> reply(Flow flow) {
    if (flow.hasIsReply()) {
      return Optional.of(flow.getIsReply().getValue());
    }
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    return flags.getSYN() ? Optional.of(flags.getACK()) : Optional.empty();
  }
}
