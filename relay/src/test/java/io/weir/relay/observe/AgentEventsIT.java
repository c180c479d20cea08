package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.agentEvent;
import static io.weir.relay.observe.TestEvents.debugEvent;
import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.loss;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agent and debug events are selected as flows are, and neither is among the others. */
class AgentEventsIT {
  private TestServer server;
  private ObserverGrpc.ObserverBlockingStub observer;

  /**
   * Agent and debug events 1 to 5 at 10 to 50 s, two of each in the ring, amid flows and a loss.
   */
  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
    observer = ObserverGrpc.newBlockingStub(server.connect());
    server.archived(flow(1, 5));
    server.archived(agentEvent(1, 10));
    server.archived(debugEvent(1, 10));
    server.archived(loss(2, 15, 7));
    server.archived(agentEvent(3, 30));
    server.archived(debugEvent(3, 30));
    server.archived(agentEvent(5, 50));
    server.archived(debugEvent(5, 50));
    server.arrives(debugEvent(2, 20)); // late
    server.arrives(agentEvent(2, 20));
    server.arrives(flow(3, 35));
    server.arrives(agentEvent(4, 40));
    server.arrives(debugEvent(4, 40));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static Timestamp at(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  private static GetAgentEventsRequest.Builder request() {
    return GetAgentEventsRequest.newBuilder();
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of("nothing set: all", request(), List.of(1L, 2L, 3L, 4L, 5L)),
        Arguments.of("all ones: all", request().setNumber(-1), List.of(1L, 2L, 3L, 4L, 5L)),
        Arguments.of("the last 2, oldest first", request().setNumber(2), List.of(4L, 5L)),
        Arguments.of(
            "more than are kept to turn around", request().setNumber(4), List.of(2L, 3L, 4L, 5L)),
        Arguments.of("the first 2", request().setFirst(true).setNumber(2), List.of(1L, 2L)),
        Arguments.of("since, inclusive", request().setSince(at(30)), List.of(3L, 4L, 5L)),
        Arguments.of(
            "the first after since", request().setSince(at(20)).setNumber(2), List.of(2L, 3L)),
        Arguments.of("until, inclusive", request().setUntil(at(30)), List.of(1L, 2L, 3L)),
        Arguments.of("the last until", request().setUntil(at(30)).setNumber(1), List.of(3L)),
        Arguments.of("both ends", request().setSince(at(20)).setUntil(at(40)), List.of(2L, 3L, 4L)),
        Arguments.of("none in range", request().setSince(at(51)), List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void agentEventsAreSelectedAsFlowsAre(
      String row, GetAgentEventsRequest.Builder request, List<Long> expected) {
    assertThat(ids(request.build())).as(row).isEqualTo(expected);
  }

  /** The two requests have the same fields, under the same numbers. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void debugEventsAreSelectedAsFlowsAre(
      String row, GetAgentEventsRequest.Builder request, List<Long> expected) throws Exception {
    GetDebugEventsRequest same = GetDebugEventsRequest.parseFrom(request.build().toByteString());
    List<String> messages = new ArrayList<>();
    observer
        .getDebugEvents(same)
        .forEachRemaining(e -> messages.add(e.getDebugEvent().getMessage()));
    assertThat(messages).as(row).isEqualTo(expected.stream().map(n -> "debug-" + n).toList());
  }

  private List<Long> ids(GetAgentEventsRequest request) {
    List<Long> ids = new ArrayList<>();
    observer
        .getAgentEvents(request)
        .forEachRemaining(e -> ids.add(e.getAgentEvent().getEndpointUpdate().getId()));
    return ids;
  }

  @Test
  void eventsAreWholeWithTimeAndNode() {
    GetAgentEventsResponse agent = observer.getAgentEvents(request().setNumber(1).build()).next();
    assertThat(agent.getAgentEvent()).isEqualTo(agentEvent(5, 50).getAgentEvent());
    assertThat(agent.getNodeName()).isEqualTo("prod/n1");
    assertThat(agent.getTime()).isEqualTo(at(50));
    GetDebugEventsResponse debug =
        observer.getDebugEvents(GetDebugEventsRequest.newBuilder().setNumber(1).build()).next();
    assertThat(debug.getDebugEvent()).isEqualTo(debugEvent(5, 50).getDebugEvent());
    assertThat(debug.getNodeName()).isEqualTo("prod/n1");
    assertThat(debug.getTime()).isEqualTo(at(50));
    await().untilAsserted(() -> assertThat(server.metric("streams", "")).isZero());
    assertThat(server.metric("responses", "agent_event")).isEqualTo(1);
    assertThat(server.metric("responses", "debug_event")).isEqualTo(1);
  }

  @Test
  void flowsComeWithoutThem_andNumberDoesNotCountThem() {
    assertThat(server.flows(GetFlowsRequest.getDefaultInstance()))
        .extracting(answer -> answer.hasFlow() ? answer.getFlow().getUuid() : "lost")
        .containsExactly("flow-1", "lost", "flow-3");
    assertThat(server.flows(GetFlowsRequest.newBuilder().setNumber(2).build()))
        .extracting(answer -> answer.hasFlow() ? answer.getFlow().getUuid() : "lost")
        .containsExactly("flow-1", "lost", "flow-3");
  }

  @Test
  void firstWithFollowIsRefused() {
    assertThatThrownBy(() -> ids(request().setFirst(true).setFollow(true).build()))
        .hasMessage("INVALID_ARGUMENT: first cannot be specified with follow");
    GetDebugEventsRequest debug =
        GetDebugEventsRequest.newBuilder().setFirst(true).setFollow(true).build();
    assertThatThrownBy(() -> observer.getDebugEvents(debug).next())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    assertThat(server.metric("queries", "invalid")).isEqualTo(2);
  }

  private static final class Follower
      implements ClientResponseObserver<GetAgentEventsRequest, GetAgentEventsResponse> {
    final List<Long> ids = new CopyOnWriteArrayList<>();
    final AtomicReference<ClientCallStreamObserver<GetAgentEventsRequest>> call =
        new AtomicReference<>();
    volatile boolean completed;

    @Override
    public void beforeStart(ClientCallStreamObserver<GetAgentEventsRequest> stream) {
      call.set(stream);
    }

    @Override
    public void onNext(GetAgentEventsResponse event) {
      ids.add(event.getAgentEvent().getEndpointUpdate().getId());
    }

    @Override
    public void onError(Throwable t) {}

    @Override
    public void onCompleted() {
      completed = true;
    }
  }

  private Follower follow(GetAgentEventsRequest.Builder request) {
    Follower follower = new Follower();
    ObserverGrpc.newStub(server.connect())
        .getAgentEvents(request.setFollow(true).build(), follower);
    await().until(() -> server.metric("streams", "") == 1);
    return follower;
  }

  @Test
  void followingGoesOnWhereThePastEnded_andGivesItsRoomBack() {
    Follower follower = follow(request().setNumber(2));
    await().untilAsserted(() -> assertThat(follower.ids).containsExactly(4L, 5L));
    server.arrives(flow(60, 60));
    server.arrives(agentEvent(6, 60));
    server.arrives(debugEvent(7, 60));
    server.arrives(agentEvent(7, 70));
    await().untilAsserted(() -> assertThat(follower.ids).containsExactly(4L, 5L, 6L, 7L));
    follower.call.get().cancel("enough", null);
    await().untilAsserted(() -> assertThat(server.metric("streams", "")).isZero());
    assertThat(server.store.openCursors()).isZero();
  }

  @Test
  void followingWithUntilEndsAtTheFirstLaterEventOfAnyKind() {
    Follower follower = follow(request().setSince(at(50)).setUntil(at(60)));
    await().untilAsserted(() -> assertThat(follower.ids).containsExactly(5L));
    server.arrives(agentEvent(6, 60));
    server.arrives(flow(61, 61));
    await().until(() -> follower.completed);
    assertThat(follower.ids).containsExactly(5L, 6L);
  }
}
