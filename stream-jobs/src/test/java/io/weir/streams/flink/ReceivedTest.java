package io.weir.streams.flink;

import static io.weir.streams.TestFlows.SECOND;
import static io.weir.streams.TestFlows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Probe;
import io.weir.event.v1.ProbeEvent;
import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.streams.TestFlows;
import io.weir.topic.Topic;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReceivedTest {
  private static final long TAKEN_MS = T0 / 1_000_000;

  private static Received flow(FlowEvent event) {
    return Received.of(Topic.FLOWS, 0, 7, TAKEN_MS, Codecs.flows().encode(event));
  }

  private static FlowEvent at(long timeNs) {
    return TestFlows.event(TestFlows.ack(), timeNs, 1);
  }

  private static String reason(Received received) {
    return received.refusal() == null ? "" : received.refusal().reason();
  }

  @Test
  void timesThatCannotBeAreRefusedWithTheirReason() {
    assertThat(reason(flow(at(T0)))).isEmpty();
    assertThat(reason(flow(at(T0 + 3600 * SECOND)))).isEqualTo("too_early");
    assertThat(reason(flow(at(SECOND)))).isEqualTo("malformed");
    FlowEvent loss =
        FlowEvent.newBuilder()
            .setHeader(EventHeader.newBuilder().setObservedAtNs(-1))
            .setLoss(Loss.newBuilder().setCount(1))
            .build();
    assertThat(reason(flow(loss))).isEqualTo("malformed");
    ProbeEvent probe =
        ProbeEvent.newBuilder()
            .setHeader(EventHeader.newBuilder().setObservedAtNs(Long.MAX_VALUE))
            .setProbe(Probe.newBuilder().setId("shop/web"))
            .build();
    assertThat(reason(Received.of(Topic.PROBES, 0, 1, TAKEN_MS, Codecs.probes().encode(probe))))
        .isEqualTo("too_early");
  }

  /** The year 9999 has no nanoseconds in 64 bits, and must not come out as another year. */
  @Test
  void aFlowOfTheYear9999IsTooEarlyRatherThanWrappedAround() {
    FlowEvent event =
        FlowEvent.newBuilder()
            .setFlow(
                TestFlows.ack().toBuilder()
                    .setTime(Timestamp.newBuilder().setSeconds(253_402_300_799L)))
            .build();
    assertThat(reason(flow(event))).isEqualTo("too_early");
  }

  @Test
  void anEventOfNothingIsRefused() {
    assertThat(reason(flow(FlowEvent.getDefaultInstance()))).isEqualTo("malformed");
    assertThat(reason(flow(at(T0).toBuilder().clearFlow().build()))).isEqualTo("malformed");
    assertThat(
            reason(
                Received.of(
                    Topic.PROBES,
                    0,
                    1,
                    TAKEN_MS,
                    Codecs.probes().encode(ProbeEvent.getDefaultInstance()))))
        .isEqualTo("malformed");
  }

  /** What the jobs do not count may come at any time: the relay shows it. */
  @Test
  void whatIsNotCountedIsNotRefused() {
    FlowEvent status =
        FlowEvent.newBuilder().setNodeStatus(NodeStatusEvent.newBuilder().setMessage("up")).build();
    assertThat(reason(flow(status))).isEmpty();
  }

  @Test
  void giantNamesAndListsAreCutAndTheEventCounts() throws Exception {
    String giant = "x".repeat(900_000);
    Endpoint.Builder endpoint = Endpoint.newBuilder().setPodName(giant).setNamespace(giant);
    for (int i = 0; i < 5_000; i++) {
      endpoint.addLabels("k8s:app=" + i);
    }
    Flow huge =
        TestFlows.ack().toBuilder()
            .setNodeName("😀".repeat(20_000))
            .setSource(endpoint)
            .setL7(Layer7.newBuilder().setDns(DNS.newBuilder().setQuery(giant)))
            .build();
    Received received = flow(TestFlows.event(huge, T0, 1));
    assertThat(reason(received)).isEmpty();
    FlowEvent cut = raw(received).decode();
    assertThat(cut.getHeader()).isEqualTo(at(T0).getHeader());
    assertThat(cut.getFlow().getSource().getPodName()).hasSize(Trimmed.TEXT_MAX);
    assertThat(cut.getFlow().getSource().getLabelsList()).hasSize(Trimmed.LIST_MAX);
    assertThat(cut.getFlow().getL7().getDns().getQuery()).hasSize(Trimmed.TEXT_MAX);
    assertThat(cut.getFlow().getNodeName()).matches("(😀)+");
    assertThat(cut.getFlow().getL4()).isEqualTo(huge.getL4());
    assertThat(received.value().length).as("the bytes as they came").isGreaterThan(1_000_000);
  }

  @Test
  void ordinaryEventsAreLeftAlone() throws Exception {
    assertThat(raw(flow(at(T0))).decode()).isEqualTo(at(T0));
    assertThat(raw(flow(at(T0))).decodeWhole()).isEqualTo(at(T0));
  }

  private static RawFlow raw(Received received) {
    return new RawFlow(1, received.partition(), received.offset(), received.value());
  }

  @Test
  void aRecordTravelsWithItsRefusal() throws IOException {
    ReceivedFormat format = new ReceivedFormat();
    Received early = flow(at(T0 + 3600 * SECOND));
    Received copy = format.decode(format.encode(early));
    assertThat(copy.refusal()).isEqualTo(early.refusal());
    assertThat(copy.takenMs()).isEqualTo(TAKEN_MS);
    assertThat(copy.value()).isEqualTo(early.value());
  }
}
