package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Someone wants to know what the agent did when it happened, from an exporter's file of then. */
class AgentEventsStoryIT {
  private static final Duration READY_WITHIN = Duration.ofSeconds(40);

  private static final List<String> EXPORTED =
      List.of(
          """
          {"flow":{"time":"2026-01-05T10:00:00Z","uuid":"before","node_name":"prod/n1"},"node_name":"prod/n1","time":"2026-01-05T10:00:00Z"}
          """,
          """
          {"agent_event":{"type":"POLICY_UPDATED","policy_update":{"labels":["k8s:policy=deny"],"revision":"7","rule_count":"1"}},"node_name":"prod/n1","time":"2026-01-05T10:00:01Z"}
          """,
          """
          {"debug_event":{"type":"DBG_GENERIC","message":"policy map reloaded"},"node_name":"prod/n1","time":"2026-01-05T10:00:02Z"}
          """,
          """
          {"flow":{"time":"2026-01-05T10:00:03Z","uuid":"after","node_name":"prod/n1"},"node_name":"prod/n1","time":"2026-01-05T10:00:03Z"}
          """);

  @TempDir Path scratch;

  @Test
  void whatTheAgentDidStandsBesideTheFlows_alsoAfterARestart() throws Exception {
    Path file = Files.writeString(scratch.resolve("events.log"), String.join("", EXPORTED));
    Path data = scratch.resolve("data");
    try (WeirProcess weir =
        WeirProcess.up(data, "--no-host", "--original-time", "--replay", file.toString())
            .awaitReady(READY_WITHIN)) {
      assertThat(uuids(weir)).containsExactly("before", "after");
      check(weir);
      assertThat(KafkaRecords.discarded(weir.address("kafka"))).isEmpty();
    }
    try (WeirProcess again = WeirProcess.up(data, "--no-host").awaitReady(READY_WITHIN)) {
      check(again);
      assertThat(uuids(again)).containsExactly("before", "after");
    }
  }

  private static List<String> uuids(WeirProcess weir) throws Exception {
    return HubbleLines.flows(weir.observe("--all", "-o", "json").lines()).stream()
        .map(flow -> flow.getUuid())
        .toList();
  }

  private static void check(WeirProcess weir) {
    ask(
        weir,
        observer -> {
          Awaitility.await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> observer.getAgentEvents(GetAgentEventsRequest.getDefaultInstance()),
                  answers -> answers.hasNext());
          GetAgentEventsResponse agent =
              observer
                  .getAgentEvents(GetAgentEventsRequest.newBuilder().setNumber(1).build())
                  .next();
          assertThat(agent.getAgentEvent().getType()).isEqualTo(AgentEventType.POLICY_UPDATED);
          assertThat(agent.getAgentEvent().getPolicyUpdate().getRevision()).isEqualTo(7);
          assertThat(agent.getNodeName()).isEqualTo("prod/n1");
          assertThat(agent.getTime().getSeconds()).isEqualTo(1_767_607_201L);
          assertThat(
                  observer
                      .getDebugEvents(GetDebugEventsRequest.getDefaultInstance())
                      .next()
                      .getDebugEvent()
                      .getMessage())
              .isEqualTo("policy map reloaded");
        });
  }

  private static void ask(WeirProcess weir, Consumer<ObserverGrpc.ObserverBlockingStub> question) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(weir.address("grpc"), InsecureChannelCredentials.create()).build();
    try {
      question.accept(ObserverGrpc.newBlockingStub(channel));
    } finally {
      channel.shutdownNow();
    }
  }
}
