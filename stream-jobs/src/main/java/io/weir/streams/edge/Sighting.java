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
    String ip = localIp(flow);
    return ip.isEmpty()
        ? Optional.empty()
        : Optional.of(new Sighting(ip, flow.getNodeName(), PathLoss.period(timeNs)));
  }

  /** The address that lives on the flow's node; empty when it does not say, or names no node. */
  static String localIp(Flow flow) {
    TrafficDirection direction = flow.getTrafficDirection();
    boolean ingress = direction == TrafficDirection.INGRESS;
    if (flow.getNodeName().isEmpty() || !(ingress || direction == TrafficDirection.EGRESS)) {
      return "";
    }
    TCPFlags flags = flow.getL4().getTCP().getFlags();
    if (!flow.hasIsReply() && !flags.getSYN()) {
      return "";
    }
    boolean reply = flow.hasIsReply() ? flow.getIsReply().getValue() : flags.getACK();
    // The direction is the connection's: its replies run the other way.
    return ingress == reply ? flow.getIP().getSource() : flow.getIP().getDestination();
  }
}
