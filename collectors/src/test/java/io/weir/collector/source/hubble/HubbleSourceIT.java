package io.weir.collector.source.hubble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.net.TlsConfig;
import io.weir.collector.source.FakeSink;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.AgentEvent;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.flow.EndpointUpdateNotification;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubbleSourceIT {
  private static final long START = 1_700_000_000;

  private final FakeSink sink = new FakeSink();
  private final List<HubbleSource> sources = new ArrayList<>();
  private FakeObserver agent;

  @BeforeEach
  void startAgent() throws Exception {
    agent =
        new FakeObserver(
            port -> Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create()));
  }

  @AfterEach
  void stopAll() throws Exception {
    sources.forEach(HubbleSource::close);
    agent.close();
  }

  private HubbleSource start(String address) throws Exception {
    HubbleSource source =
        new HubbleSource(
            new HubbleConfig(
                address,
                TlsConfig.DEFAULT,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofMillis(5),
                Duration.ofMillis(50)),
            InstantSource.system(),
            new HubbleMetrics(new PrometheusRegistry()),
            new Random(3));
    sources.add(source);
    source.start(sink, sink.position());
    return source;
  }

  private HubbleSource startFollowing() throws Exception {
    HubbleSource source = start("127.0.0.1:" + agent.port());
    awaitFollower();
    return source;
  }

  private void awaitFollower() {
    await().until(() -> agent.followers() == 1);
  }

  private static Timestamp time(long second) {
    return Timestamp.newBuilder().setSeconds(START + second).build();
  }

  private static GetFlowsResponse flow(int n) {
    return GetFlowsResponse.newBuilder()
        .setFlow(Flow.newBuilder().setTime(time(n)).setUuid("flow-" + n).setNodeName("n1"))
        .setNodeName("prod/n1")
        .setTime(time(n))
        .build();
  }

  private void awaitFlows(int from, int to) {
    List<String> expected = new ArrayList<>();
    for (int n = from; n < to; n++) {
      expected.add("flow-" + n);
    }
    await()
        .untilAsserted(
            () ->
                assertThat(sink.events().stream().filter(Event::hasFlow))
                    .extracting(event -> event.getFlow().getUuid())
                    .containsExactlyElementsOf(expected));
  }

  private void happen(int from, int to) {
    for (int n = from; n < to; n++) {
      agent.happens(flow(n));
    }
  }

  @Test
  void passesFlowsOnAsTheyAre() throws Exception {
    HubbleSource source = startFollowing();
    happen(0, 3);

    awaitFlows(0, 3);
    Event event = sink.events().get(2);
    assertThat(event.getFlow()).isEqualTo(flow(2).getFlow());
    assertThat(event.getNode()).isEqualTo("prod/n1");
    assertThat(event.getSource()).isEqualTo("hubble");
    assertThat(event.getObservedAtNs()).isEqualTo((START + 2) * 1_000_000_000);
    await().until(() -> source.readiness().ready());
    assertThat(agent.requests().get(0).getFollow()).isTrue();
    assertThat(agent.requests().get(0).hasSince()).isFalse();
  }

  @Test
  void passesOnLossesAndNodeStates() throws Exception {
    startFollowing();
    LostEvent lost =
        LostEvent.newBuilder()
            .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
            .setNumEventsLost(17)
            .build();
    NodeStatusEvent status =
        NodeStatusEvent.newBuilder()
            .setStateChange(NodeState.NODE_UNAVAILABLE)
            .addNodeNames("prod/n2")
            .build();
    agent.happens(
        GetFlowsResponse.newBuilder()
            .setLostEvents(lost)
            .setNodeName("prod/n1")
            .setTime(time(1))
            .build());
    agent.tell(GetFlowsResponse.newBuilder().setNodeStatus(status).setTime(time(2)).build());

    await().until(() -> sink.events().size() == 2);
    Loss loss = sink.events().get(0).getLoss();
    assertThat(loss.getStage()).isEqualTo("hubble");
    assertThat(loss.getReason()).isEqualTo("overrun");
    assertThat(loss.getCount()).isEqualTo(17);
    assertThat(loss.getHubble()).isEqualTo(lost);
    assertThat(loss.getLastNs()).isEqualTo((START + 1) * 1_000_000_000);
    assertThat(sink.events().get(1).getNodeStatus()).isEqualTo(status);
  }

  @Test
  void eachFlowOnce_whenTheAgentRestarts() throws Exception {
    HubbleSource source = startFollowing();
    happen(0, 30);
    awaitFlows(0, 30);

    agent.close();
    await()
        .untilAsserted(
            () -> assertThat(source.readiness().reason()).contains("is gone: UNAVAILABLE"));
    happen(30, 35); // nobody is told of these
    agent.restart();
    awaitFollower();
    happen(35, 40);

    awaitFlows(0, 40);
    await().until(() -> source.readiness().ready());
    assertThat(agent.requests().get(1).getSince()).isEqualTo(time(19));
  }

  @Test
  void eachFlowOnce_whenTheCollectorRestarts() throws Exception {
    HubbleSource first = startFollowing();
    happen(0, 30);
    awaitFlows(0, 30);
    first.close();
    happen(30, 35);

    startFollowing();
    happen(35, 40);

    awaitFlows(0, 40);
    assertThat(sink.events()).noneMatch(Event::hasLoss);
  }

  @Test
  void saysSo_whenTheRingWasOverwrittenInBetween() throws Exception {
    startFollowing();
    happen(0, 30);
    awaitFlows(0, 30);
    agent.close();
    agent.forgetRing();
    agent.restart();
    awaitFollower();
    happen(90, 91);

    await().until(() -> sink.events().size() == 32);
    Loss loss = sink.events().get(30).getLoss();
    assertThat(loss.getFirstNs()).isEqualTo((START + 29) * 1_000_000_000);
    assertThat(loss.getLastNs()).isEqualTo((START + 90) * 1_000_000_000);
    assertThat(loss.getCount()).isZero();
  }

  private static GetAgentEventsResponse agentEvent(int n) {
    return GetAgentEventsResponse.newBuilder()
        .setAgentEvent(
            AgentEvent.newBuilder()
                .setType(AgentEventType.ENDPOINT_CREATED)
                .setEndpointUpdate(EndpointUpdateNotification.newBuilder().setId(n)))
        .setNodeName("prod/n1")
        .setTime(time(n))
        .build();
  }

  private void awaitAgentEvents(int from, int to) {
    List<AgentEvent> expected = new ArrayList<>();
    for (int n = from; n < to; n++) {
      expected.add(agentEvent(n).getAgentEvent());
    }
    await()
        .untilAsserted(
            () ->
                assertThat(sink.events().stream().filter(Event::hasAgentEvent))
                    .extracting(Event::getAgentEvent)
                    .containsExactlyElementsOf(expected));
  }

  @Test
  void followsAgentEventsBesideFlows() throws Exception {
    agent.offerAgentEvents();
    startFollowing();
    await().until(() -> agent.agentFollowers() == 1);
    agent.happens(agentEvent(1));
    happen(2, 3);

    awaitAgentEvents(1, 2);
    awaitFlows(2, 3);
    Event event = sink.events().stream().filter(Event::hasAgentEvent).findFirst().orElseThrow();
    assertThat(event.getNode()).isEqualTo("prod/n1");
    assertThat(event.getObservedAtNs()).isEqualTo((START + 1) * 1_000_000_000);
    assertThat(agent.agentRequests().get(0).getFollow()).isTrue();
    assertThat(agent.agentRequests().get(0).hasSince()).isFalse();
  }

  /** Flows are far ahead of the agent's events, so each kind remembers its own. */
  @Test
  void eachAgentEventOnce_whenTheAgentAndThenTheCollectorRestart() throws Exception {
    agent.offerAgentEvents();
    HubbleSource first = startFollowing();
    await().until(() -> agent.agentFollowers() == 1);
    for (int n = 0; n < 5; n++) {
      agent.happens(agentEvent(n));
    }
    awaitAgentEvents(0, 5);
    happen(100, 130);
    awaitFlows(100, 130);

    agent.close();
    agent.happens(agentEvent(5)); // nobody is told
    agent.restart();
    awaitAgentEvents(0, 6);
    first.close();
    agent.happens(agentEvent(6));
    startFollowing();
    await().until(() -> agent.agentFollowers() == 1);
    agent.happens(agentEvent(7));

    awaitAgentEvents(0, 8);
    awaitFlows(100, 130);
  }

  /** Where agent events are not offered nothing changes for flows; an agent may come later. */
  @Test
  void aHubbleWithoutAgentEventsIsFollowedForFlowsAlone_andAskedAgainAfterItsRestart()
      throws Exception {
    startFollowing();
    happen(0, 3);
    awaitFlows(0, 3);
    assertThat(agent.agentFollowers()).isZero();

    agent.offerAgentEvents();
    agent.restart();
    await().until(() -> agent.agentFollowers() == 1);
    agent.happens(agentEvent(9));

    awaitAgentEvents(9, 10);
    awaitFlows(0, 3);
  }

  @Test
  void readsFromAUnixSocket(@TempDir Path dir) throws Exception {
    assumeThat(Epoll.isAvailable()).as("epoll").isTrue();
    Path socket = dir.resolve("hubble.sock");
    EpollEventLoopGroup loop = new EpollEventLoopGroup(1);
    try (FakeObserver local =
        new FakeObserver(
            port ->
                NettyServerBuilder.forAddress(
                        new DomainSocketAddress(socket.toFile()),
                        InsecureServerCredentials.create())
                    .channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop))) {
      start("unix://" + socket);
      await().until(() -> local.followers() == 1);
      local.happens(flow(0));

      awaitFlows(0, 1);
    } finally {
      loop.shutdownGracefully();
    }
  }
}
