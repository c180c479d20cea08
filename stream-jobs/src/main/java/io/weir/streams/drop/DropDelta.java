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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One dropped packet or request.
 *
 * @param group what makes drops alike: a {@link DropWindow} without window and counts
 */
public record DropDelta(DropWindow group, DropCounts.Sample sample) {

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
    Stream.concat(flow.getEgressDeniedByList().stream(), flow.getIngressDeniedByList().stream())
        .map(DropDelta::policy)
        .distinct()
        .sorted()
        .forEach(group::addPolicies);
    return new DropDelta(
        group.build(), new DropCounts.Sample(FlowFacts.timeNs(event), sampleId(event)));
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

  private static String node(FlowEvent event) {
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
