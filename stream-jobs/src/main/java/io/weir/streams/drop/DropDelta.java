package io.weir.streams.drop;

import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.model.drop.DropReasons;
import io.weir.series.v1.DropWindow;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.Peers;
import io.weir.topic.TopicKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One dropped packet or request, or that one was counted in a wrong group.
 *
 * @param group what makes drops alike: a {@link DropWindow} without window and counts
 * @param count 1, or -1 to take one back
 */
public record DropDelta(DropWindow group, DropCounts.Sample sample, int count) {
  public DropDelta {
    if (count != 1 && count != -1) {
      throw new IllegalArgumentException("count: " + count + " (expected: 1 or -1)");
    }
  }

  /** A drop. */
  public DropDelta(DropWindow group, DropCounts.Sample sample) {
    this(group, sample, 1);
  }

  /** What takes it back. */
  DropDelta takenBack() {
    return new DropDelta(group, sample, -count);
  }

  /** The same, denied by {@code policies}. */
  DropDelta by(List<String> policies) {
    return policies.equals(group.getPoliciesList())
        ? this
        : new DropDelta(
            group.toBuilder().clearPolicies().addAllPolicies(policies).build(), sample, count);
  }

  /** The drop that {@code event} reports; empty when it reports none. */
  public static Optional<DropDelta> of(FlowEvent event) {
    return FlowFacts.dropReason(event.getFlow()).map(reason -> of(event, reason));
  }

  private static DropDelta of(FlowEvent event, String reason) {
    Flow flow = event.getFlow();
    DropWindow.Builder group =
        DropWindow.newBuilder()
            .setReason(reason)
            .setDropClass(DropReasons.classOf(reason).label())
            .setDirection(direction(flow))
            .setSource(Peers.source(flow))
            .setDestination(Peers.destination(flow))
            .setPort(TopicKeys.destinationPort(flow.getL4()))
            .setProtocol(FlowFacts.protocol(flow))
            .setNode(node(event));
    group.addAllPolicies(policies(flow));
    return new DropDelta(
        group.build(), new DropCounts.Sample(FlowFacts.timeNs(event), sampleId(event)));
  }

  /** The policies that denied it, sorted. */
  static List<String> policies(Flow flow) {
    return Stream.concat(
            flow.getEgressDeniedByList().stream(), flow.getIngressDeniedByList().stream())
        .map(DropDelta::policy)
        .distinct()
        .sorted()
        .toList();
  }

  /** How to find the flow again: its uuid, else the event's own name. */
  private static String sampleId(FlowEvent event) {
    return event.getFlow().getUuid().isEmpty()
        ? event.getHeader().getCollector() + ":" + event.getHeader().getSeq()
        : event.getFlow().getUuid();
  }

  private static String direction(Flow flow) {
    TrafficDirection direction = flow.getTrafficDirection();
    return direction == TrafficDirection.UNRECOGNIZED
        ? TrafficDirection.TRAFFIC_DIRECTION_UNKNOWN.name()
        : direction.name();
  }

  static String node(FlowEvent event) {
    return event.getHeader().getNode().isEmpty()
        ? event.getFlow().getNodeName()
        : event.getHeader().getNode();
  }

  /** {@code namespace/name}, or the name alone for policies of the whole cluster. */
  private static String policy(Policy policy) {
    return policy.getNamespace().isEmpty()
        ? policy.getName()
        : policy.getNamespace() + "/" + policy.getName();
  }
}
