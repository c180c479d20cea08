package io.weir.relay.observe;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.flow.DebugEvent;
import io.weir.hubble.flow.DebugEventType;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.EndpointUpdateNotification;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.storage.StoredFlow;

/** A few events around one shop; times are seconds since the epoch. */
final class TestEvents {
  static final String COLLECTOR = "run-1";

  private TestEvents() {}

  /** {@code shop/cart-0} to {@code shop/db-0}, seen at {@code second}. */
  static FlowEvent flow(long seq, long second) {
    return flow(seq, second, "cart-0");
  }

  static FlowEvent flow(long seq, long second, String pod) {
    long ns = second * 1_000_000_000L;
    return FlowEvent.newBuilder()
        .setHeader(header(seq, ns))
        .setFlow(
            Flow.newBuilder()
                .setTime(EventOrder.toTimestamp(ns))
                .setUuid("flow-" + seq)
                .setVerdict(Verdict.FORWARDED)
                .setNodeName("prod/n1")
                .setSource(Endpoint.newBuilder().setNamespace("shop").setPodName(pod))
                .setDestination(Endpoint.newBuilder().setNamespace("shop").setPodName("db-0")))
        .build();
  }

  static FlowEvent loss(long seq, long second, long count) {
    long ns = second * 1_000_000_000L;
    return FlowEvent.newBuilder()
        .setHeader(header(seq, ns))
        .setLoss(Loss.newBuilder().setStage("spool").setReason("full").setCount(count))
        .build();
  }

  /** Something that the agent of {@code prod/n1} did. */
  static FlowEvent agentEvent(long seq, long second) {
    return FlowEvent.newBuilder()
        .setHeader(header(seq, second * 1_000_000_000L))
        .setAgentEvent(
            AgentEvent.newBuilder()
                .setType(AgentEventType.ENDPOINT_CREATED)
                .setEndpointUpdate(EndpointUpdateNotification.newBuilder().setId(seq)))
        .build();
  }

  /** Something that the datapath of {@code prod/n1} said in debug mode. */
  static FlowEvent debugEvent(long seq, long second) {
    return FlowEvent.newBuilder()
        .setHeader(header(seq, second * 1_000_000_000L))
        .setDebugEvent(
            DebugEvent.newBuilder().setType(DebugEventType.DBG_GENERIC).setMessage("debug-" + seq))
        .build();
  }

  private static EventHeader header(long seq, long ns) {
    return EventHeader.newBuilder()
        .setNode("prod/n1")
        .setCollector(COLLECTOR)
        .setSeq(seq)
        .setObservedAtNs(ns)
        .setSampling(1)
        .build();
  }

  static StoredFlow stored(int partition, long offset, FlowEvent event) {
    return new StoredFlow(partition, offset, event);
  }
}
