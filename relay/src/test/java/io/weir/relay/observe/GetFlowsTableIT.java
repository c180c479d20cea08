package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.agentEvent;
import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.loss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.flow.Policy;
import io.weir.hubble.flow.TrafficDirection;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.relay.NodeState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of what GetFlows returns, over a connection; the table stands in observer-api.md. */
class GetFlowsTableIT {
  private static final long ALL = -1; // 2^64-1

  /**
   * A row.
   *
   * @param past what comes of what there is
   * @param live what comes of {@link #later}; empty for a call that ends before
   * @param ends whether a follower's call ends by itself
   */
  record Row(
      String name,
      GetFlowsRequest.Builder request,
      List<String> past,
      List<String> live,
      boolean ends) {
    @Override
    public String toString() {
      return name;
    }
  }

  private TestServer server;

  /**
   * Archive: 1 at 10 s, 2 at 20 s, a loss at 30 s, 4 at 50 s. Ring: 3 at 40 s (late), 5 at 60 s.
   */
  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    server.archived(flow(1, 10));
    server.archived(flow(2, 20, "web-0"));
    server.archived(loss(20, 30, 7));
    server.archived(flow(4, 50));
    server.arrives(flow(3, 40));
    server.arrives(agentEvent(9, 45));
    server.arrives(flow(5, 60, "web-0"));
  }

  private static final List<FlowEvent> LATER =
      List.of(flow(6, 70), loss(21, 75, 3), flow(7, 65, "web-0"), agentEvent(10, 76), flow(8, 80));

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static GetFlowsRequest.Builder request() {
    return GetFlowsRequest.newBuilder();
  }

  private static GetFlowsRequest.Builder follow() {
    return request().setFollow(true);
  }

  private static Timestamp at(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  private static Row row(String name, GetFlowsRequest.Builder request, String... past) {
    return new Row(name, request, List.of(past), List.of(), true);
  }

  private static Row following(
      String name, GetFlowsRequest.Builder request, List<String> past, String... live) {
    return new Row(name, request, past, List.of(live), false);
  }

  private static FlowFilter pod(String pod) {
    return FlowFilter.newBuilder().addSourcePod(pod).build();
  }

  static Stream<Row> rows() {
    return Stream.of(
        row("nothing set: all", request(), "1", "2", "lost 7", "3", "4", "5"),
        row("number: the last N", request().setNumber(2), "4", "5"),
        row("losses do not count", request().setNumber(4), "2", "lost 7", "3", "4", "5"),
        row("all ones: all", request().setNumber(ALL), "1", "2", "lost 7", "3", "4", "5"),
        row(
            "number beyond what there is",
            request().setNumber(99),
            "1",
            "2",
            "lost 7",
            "3",
            "4",
            "5"),
        row("first: the first N", request().setFirst(true).setNumber(3), "1", "2", "lost 7", "3"),
        row("first alone: all", request().setFirst(true), "1", "2", "lost 7", "3", "4", "5"),
        row("since, inclusive", request().setSince(at(50)), "4", "5"),
        row("since a moment later", request().setSince(at(51)), "5"),
        row(
            "since and number: the first N after it",
            request().setSince(at(20)).setNumber(2),
            "2",
            "lost 7",
            "3"),
        row(
            "since, number and first: the same",
            request().setSince(at(20)).setNumber(1).setFirst(true),
            "2"),
        row("until, inclusive", request().setUntil(at(20)), "1", "2"),
        row(
            "until and number: the last N before it",
            request().setUntil(at(50)).setNumber(2),
            "3",
            "4"),
        row(
            "until, number and first: the first N",
            request().setUntil(at(50)).setNumber(1).setFirst(true),
            "1"),
        row(
            "since and until, both inclusive",
            request().setSince(at(20)).setUntil(at(40)),
            "2",
            "lost 7",
            "3"),
        row("an empty range", request().setSince(at(41)).setUntil(at(49))),
        row("since after until", request().setSince(at(50)).setUntil(at(20))),
        row(
            "number counts what passes",
            request().setNumber(1).addWhitelist(pod("shop/cart")),
            "4"),
        row(
            "losses pass every filter",
            request().addWhitelist(pod("shop/web")),
            "2",
            "lost 7",
            "5"),
        row(
            "the blacklist wins",
            request().addWhitelist(pod("shop/")).addBlacklist(pod("shop/cart")),
            "2",
            "lost 7",
            "5"),
        row(
            "an empty filter matches all",
            request().addWhitelist(FlowFilter.getDefaultInstance()),
            "1",
            "2",
            "lost 7",
            "3",
            "4",
            "5"),
        following(
            "follow: what arrives, in order of arrival",
            follow(),
            List.of(),
            "6",
            "lost 3",
            "7",
            "8"),
        following(
            "follow and number: the last N, then live",
            follow().setNumber(1),
            List.of("5"),
            "6",
            "lost 3",
            "7",
            "8"),
        following(
            "follow and all",
            follow().setNumber(ALL),
            List.of("1", "2", "lost 7", "3", "4", "5"),
            "6",
            "lost 3",
            "7",
            "8"),
        following(
            "follow and since: from then, then live",
            follow().setSince(at(50)),
            List.of("4", "5"),
            "6",
            "lost 3",
            "7",
            "8"),
        following(
            "follow, since and number: number is no cap",
            follow().setSince(at(50)).setNumber(1),
            List.of("4", "5"),
            "6",
            "lost 3",
            "7",
            "8"),
        following(
            "follow with a filter",
            follow().addWhitelist(pod("shop/web")),
            List.of(),
            "lost 3",
            "7"),
        new Row(
            "follow and until: to the first later event",
            follow().setUntil(at(72)),
            List.of(),
            List.of("6"),
            true),
        new Row(
            "follow, number and until",
            follow().setNumber(1).setUntil(at(75)),
            List.of("5"),
            List.of("6", "lost 3", "7"),
            true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answers(Row row) throws Exception {
    GetFlowsRequest request = row.request().build();
    if (!request.getFollow()) {
      assertThat(server.flows(request)).extracting(GetFlowsTableIT::name).isEqualTo(row.past());
      return;
    }
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.call(
          () -> {
            follow(row, request);
            return "";
          });
    }
    await().untilAsserted(() -> assertThat(server.metric("streams", "")).isZero());
  }

  private void follow(Row row, GetFlowsRequest request) {
    // A blocking call is under way once its thread runs; what arrives before belongs to the past.
    Iterator<GetFlowsResponse> answers =
        ObserverGrpc.newBlockingStub(server.connect()).getFlows(request);
    await().until(() -> server.metric("streams", "") == 1);
    assertThat(take(answers, row.past().size())).isEqualTo(row.past());
    server.awaitFollowers(1);
    LATER.forEach(server::arrives);
    assertThat(take(answers, row.live().size())).isEqualTo(row.live());
    if (row.ends()) {
      assertThat(answers.hasNext()).as("ends by itself").isFalse();
    }
  }

  private static List<String> take(Iterator<GetFlowsResponse> answers, int count) {
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      names.add(name(answers.next()));
    }
    return names;
  }

  private static String name(GetFlowsResponse answer) {
    return switch (answer.getResponseTypesCase()) {
      case FLOW -> answer.getFlow().getUuid().replace("flow-", "");
      case LOST_EVENTS -> "lost " + answer.getLostEvents().getNumEventsLost();
      case NODE_STATUS ->
          answer.getNodeStatus().getStateChange() + " " + answer.getNodeStatus().getNodeNamesList();
      case RESPONSETYPES_NOT_SET -> "nothing";
    };
  }

  private static GetFlowsRequest.Builder masked(String... paths) {
    return request().setFieldMask(FieldMask.newBuilder().addAllPaths(List.of(paths)));
  }

  @Test
  void theOuterTimeAndNodeAreFilledWhateverTheMask() {
    List<GetFlowsResponse> whole = server.flows(request().build());
    List<GetFlowsResponse> masked = server.flows(masked("verdict").build());
    assertThat(masked).hasSameSizeAs(whole);
    for (int i = 0; i < masked.size(); i++) {
      assertThat(masked.get(i).getTime()).isEqualTo(whole.get(i).getTime());
      assertThat(masked.get(i).getNodeName()).isEqualTo("prod/n1");
      assertThat(masked.get(i).getFlow().hasTime()).isFalse();
      assertThat(masked.get(i).getFlow().getNodeName()).isEmpty();
    }
  }

  @Test
  void theMaskIsForFlowsAlone() {
    GetFlowsResponse lost = server.flows(masked("uuid").build()).get(2);
    assertThat(lost.getLostEvents().getNumEventsLost()).isEqualTo(7);
    assertThat(lost.getLostEvents().getSource()).isEqualTo(LostEventSource.OBSERVER_EVENTS_QUEUE);
  }

  /** What {@code hubble observe} sends by default; it prints directions and policies, too. */
  @Test
  void theCommandsOwnMaskBringsWhatItPrintsAndDidNotAskFor() {
    FlowEvent.Builder event = flow(30, 90).toBuilder();
    event
        .getFlowBuilder()
        .setTrafficDirection(TrafficDirection.INGRESS)
        .setPolicyMatchType(2)
        .addSourceNames("cart.example.com")
        .addIngressDeniedBy(Policy.newBuilder().setName("deny-all"))
        .setSummary("TCP Flags: SYN")
        .getSourceBuilder()
        .addLabels("k8s:app=cart");
    server.arrives(event.build());
    String[] asked = {
      "time",
      "verdict",
      "ethernet",
      "IP",
      "l4",
      "source.identity",
      "source.namespace",
      "source.pod_name",
      "destination.identity",
      "destination.namespace",
      "destination.pod_name",
      "Type",
      "node_name",
      "l7",
      "event_type",
      "source_service",
      "destination_service",
      "is_reply",
      "Summary",
      "ip_trace_id"
    };

    Flow flow = server.flows(masked(asked).setNumber(1).build()).get(0).getFlow();

    assertThat(flow.getTrafficDirection()).isEqualTo(TrafficDirection.INGRESS);
    assertThat(flow.getPolicyMatchType()).isEqualTo(2);
    assertThat(flow.getSourceNamesList()).containsExactly("cart.example.com");
    assertThat(flow.getIngressDeniedBy(0).getName()).isEqualTo("deny-all");
    assertThat(flow.getSource().getLabelsList()).as("neither asked for nor printed").isEmpty();
    assertThat(flow.getUuid()).isEmpty();

    String[] oneLess = List.of(asked).subList(1, asked.length).toArray(new String[0]);
    Flow exact = server.flows(masked(oneLess).setNumber(1).build()).get(0).getFlow();
    assertThat(exact.getSourceNamesList()).as("another mask is taken at its word").isEmpty();
  }

  @Test
  void lossesOfHubbleAreTheirOwnWords() {
    LostEvent upstream =
        LostEvent.newBuilder()
            .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
            .setNumEventsLost(17)
            .build();
    server.arrives(
        loss(31, 95, 0).toBuilder().setLoss(Loss.newBuilder().setHubble(upstream)).build());
    GetFlowsResponse lost = server.flows(request().setSince(at(95)).build()).get(0);
    assertThat(lost.getLostEvents()).isEqualTo(upstream);
    assertThat(lost.getTime()).isEqualTo(at(95));
    assertThat(lost.getNodeName()).isEqualTo("prod/n1");
  }

  private void report(String node, NodeState state) {
    server.census.report(
        NodeReport.newBuilder()
            .setId(node)
            .setNode(node)
            .addNodes(SeenNode.newBuilder().setName(node).setState(state))
            .build(),
        server.now());
  }

  @Test
  void theStreamBeginsWithWhoIsThereAndWhoIsNot() {
    report("prod/n1", NodeState.NODE_CONNECTED);
    report("prod/n2", NodeState.NODE_CONNECTED);
    report("prod/n3", NodeState.NODE_UNAVAILABLE);
    assertThat(server.flows(request().setNumber(1).build()))
        .extracting(GetFlowsTableIT::name)
        .as("node status counts towards no number")
        .containsExactly("NODE_CONNECTED [prod/n1, prod/n2]", "NODE_UNAVAILABLE [prod/n3]", "5");
  }

  @Test
  void withoutReportsNobodyIsSaidToBeThere() {
    assertThat(server.flows(request().build())).noneMatch(GetFlowsResponse::hasNodeStatus);
  }
}
