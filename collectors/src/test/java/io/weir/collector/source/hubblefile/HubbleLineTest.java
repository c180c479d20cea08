package io.weir.collector.source.hubblefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.ExportEvent;
import io.weir.hubble.relay.NodeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubbleLineTest {
  private static ExportEvent item(String json) {
    assertThat(HubbleLine.parse(json)).isInstanceOf(HubbleLine.Item.class);
    return ((HubbleLine.Item) HubbleLine.parse(json)).event();
  }

  private static boolean isComplete(String json) {
    return ((HubbleLine.Item) HubbleLine.parse(json)).complete();
  }

  @Test
  void readsAnExportersLine() {
    ExportEvent item =
        item(
            "{\"flow\":{\"time\":\"2026-01-05T10:00:00.123456789Z\",\"verdict\":\"DROPPED\","
                + "\"IP\":{\"source\":\"10.0.0.5\",\"ipVersion\":\"IPv4\"},\"l7\":{\"latency_ns\":"
                + "\"18446744073709551615\"},\"is_reply\":false,\"Summary\":\"a \\u003e b\"},"
                + "\"node_name\":\"prod/n1\",\"time\":\"2026-01-05T10:00:00.123456789Z\"}");

    assertThat(item.getNodeName()).isEqualTo("prod/n1");
    assertThat(item.getTime().getNanos()).isEqualTo(123456789);
    Flow flow = item.getFlow();
    assertThat(flow.getVerdict()).isEqualTo(Verdict.DROPPED);
    assertThat(flow.getL7().getLatencyNs()).isEqualTo(-1L);
    assertThat(flow.hasIsReply()).isTrue();
    assertThat(flow.getField(Flow.getDescriptor().findFieldByName("Summary"))).isEqualTo("a > b");
  }

  @Test
  void readsLossesAndNodeStates() {
    assertThat(
            item("{\"lost_events\":{\"source\":\"HUBBLE_RING_BUFFER\",\"num_events_lost\":\"12\"}}")
                .getLostEvents()
                .getSource())
        .isEqualTo(LostEventSource.HUBBLE_RING_BUFFER);
    assertThat(
            item("{\"node_status\":{\"state_change\":\"NODE_CONNECTED\",\"node_names\":[\"a\"]}}")
                .getNodeStatus()
                .getStateChange())
        .isEqualTo(NodeState.NODE_CONNECTED);
  }

  @Test
  void readsABareFlowOfOldHubbles() throws Exception {
    String bare = "{\"time\":\"2020-01-01T00:00:00Z\",\"verdict\":\"FORWARDED\",\"reply\":true}";
    Flow.Builder expected = Flow.newBuilder();
    JsonFormat.parser().merge(bare, expected);

    assertThat(item(bare).getFlow()).isEqualTo(expected.build());
    assertThat(isComplete(bare)).isTrue();
  }

  @Test
  void takesEnumsByNumber_unknownOnesToo() {
    assertThat(item("{\"flow\":{\"verdict\":2}}").getFlow().getVerdict())
        .isEqualTo(Verdict.DROPPED);
    assertThat(item("{\"flow\":{\"verdict\":99}}").getFlow().getVerdictValue()).isEqualTo(99);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"flow\":{\"uuid\":\"u\",\"verdict\":\"FROM_THE_FUTURE\"}}",
        "{\"flow\":{\"uuid\":\"u\",\"news\":{\"a\":[1,{}]}},\"more\":1}",
        "{\"uuid\":\"u\",\"news\":{\"a\":[1,{}]}}",
        "{\"flow\":{\"uuid\":\"u\",\"extensions\":{\"@type\":\"type.googleapis.com/x.Y\",\"a\":1}}}"
      })
  void keepsTheRestOfALineFromANewerHubble(String json) {
    assertThat(item(json).getFlow().getUuid()).isEqualTo("u");
    assertThat(isComplete(json)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is not json",
        "{\"flow\":{\"verdict\":\"DROPPED\"}",
        "{}",
        "[]",
        "null",
        "7",
        "{\"hello\":\"world\"}",
        "{\"time\":\"2020-01-01T00:00:00Z\",\"node_name\":\"n\"}",
        "{\"flow\":{\"time\":\"yesterday\"}}",
        "{\"flow\":\"none\"}",
        "\u0000\u0001"
      })
  void refusesWhatIsNoFlow(String json) {
    HubbleLine line = HubbleLine.parse(json);

    assertThat(line).isInstanceOf(HubbleLine.Refused.class);
    assertThat(((HubbleLine.Refused) line).reason()).isEqualTo("malformed");
    assertThat(((HubbleLine.Refused) line).message()).isNotBlank();
  }

  /** As Hubble's exporter writes them when its monitor's agent events are exported. */
  @Test
  void readsAgentAndDebugEvents() {
    ExportEvent agent =
        item(
            "{\"agent_event\":{\"type\":\"POLICY_UPDATED\",\"policy_update\":{\"labels\":[\"k8s:io.cilium\"],"
                + "\"revision\":\"7\",\"rule_count\":\"2\"}},\"node_name\":\"prod/n1\","
                + "\"time\":\"2026-01-05T10:00:00Z\"}");
    assertThat(agent.getAgentEvent().getType()).isEqualTo(AgentEventType.POLICY_UPDATED);
    assertThat(agent.getAgentEvent().getPolicyUpdate().getRevision()).isEqualTo(7);
    assertThat(agent.getNodeName()).isEqualTo("prod/n1");

    ExportEvent debug =
        item(
            "{\"debug_event\":{\"type\":\"DBG_GENERIC\",\"hash\":305419896,\"message\":\"hello\",\"cpu\":0},"
                + "\"node_name\":\"prod/n1\",\"time\":\"2026-01-05T10:00:00Z\"}");
    assertThat(debug.getDebugEvent().getMessage()).isEqualTo("hello");
    assertThat(debug.getDebugEvent().hasCpu()).isTrue();
  }
}
