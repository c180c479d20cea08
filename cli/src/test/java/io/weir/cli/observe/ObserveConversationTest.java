package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.weir.hubble.flow.AgentEventType;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsRequest;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** {@code observe} and a server: what is asked, and what becomes of the answers. */
@Timeout(60)
class ObserveConversationTest {
  private FakeHubble server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeHubble(true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static GetFlowsResponse flow(int second) {
    GetFlowsResponse.Builder flow =
        GetFlowsResponse.newBuilder()
            .setTime(Timestamps.fromSeconds(CommandRun.NOW.getEpochSecond() + second));
    flow.getFlowBuilder().setUuid("u" + second).setTime(flow.getTime());
    return flow.build();
  }

  private CommandRun observe(String... args) {
    return CommandRun.observe(server.address(), "", Map.of(), args);
  }

  private GetFlowsRequest asked(String... args) {
    assertThat(observe(args)).isEqualTo(new CommandRun(0, "", ""));
    return (GetFlowsRequest) server.requests.get(server.requests.size() - 1);
  }

  @Test
  void asksForTwentyUnlessANumberATimeOrFollowIsGiven() {
    assertThat(asked().getNumber()).isEqualTo(20);
    assertThat(asked("--last", "0").getNumber()).isEqualTo(20);
    assertThat(asked("--last", "7").getNumber()).isEqualTo(7);
    assertThat(asked("--all").getNumber()).isEqualTo(-1);
    assertThat(asked("--last", "18446744073709551615").getNumber()).isEqualTo(-1);
    assertThat(asked("--since", "5m").getNumber()).isZero();
    assertThat(asked("--until", "5m").getNumber()).isZero();
    assertThat(asked("--since", "5m", "--all").getNumber()).isZero();
    assertThat(asked("--since", "5m", "--last", "3").getNumber()).isEqualTo(3);
    assertThat(asked("-f").getNumber()).isZero();
    assertThat(asked("-f", "--last", "3").getNumber()).isEqualTo(3);
    assertThat(asked("-f").getFollow()).isTrue();
    assertThat(asked("--first", "3"))
        .returns(3L, GetFlowsRequest::getNumber)
        .returns(true, GetFlowsRequest::getFirst);
  }

  @Test
  void timesCountBackFromNow_andUntilHasNoMeaningWithFollow() {
    GetFlowsRequest request = asked("--since", "3d", "--until", "2026-01-05");
    assertThat(Timestamps.toString(request.getSince())).isEqualTo("2026-01-02T12:00:00Z");
    assertThat(Timestamps.toString(request.getUntil())).isEqualTo("2026-01-05T00:00:00Z");
    assertThat(asked("-f", "--until", "5m").hasUntil()).isFalse();
  }

  @Test
  void asksOnlyForWhatIsPrinted() {
    assertThat(asked().getFieldMask().getPathsList()).isEqualTo(FlowMask.TEXT);
    assertThat(asked("-o", "dict").getFieldMask().getPathsList()).isEqualTo(FlowMask.TEXT);
    assertThat(asked("-o", "tab").getFieldMask().getPathsList()).isEqualTo(FlowMask.TEXT);
    assertThat(asked("--use-default-field-masks=false").hasFieldMask()).isFalse();
    assertThat(asked("-o", "json").hasFieldMask()).isFalse();
    assertThat(asked("-o", "JSON", "--field-mask", "uuid,l4").getFieldMask().getPathsList())
        .containsExactly("uuid", "l4");
    CommandRun.observe(
        server.address(), "", Map.of("HUBBLE_COMPAT", "legacy-json-output"), "-o", "json");
    assertThat(((GetFlowsRequest) server.requests.get(6)).getFieldMask().getPathsList())
        .isEqualTo(FlowMask.TEXT);
  }

  /** A table is held back, but not lost. */
  @Test
  void whatCameBeforeAnErrorIsPrinted() {
    server.flows.add(flow(1));
    server.end = Status.UNKNOWN.withDescription("as Hubble says it\u001b[2J");
    CommandRun run = observe("-o", "table");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err()).isEqualTo("weir observe: as Hubble says it\\u001b[2J\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(observe("-s")).returns(1, CommandRun::code).returns("", CommandRun::err);
  }

  @Test
  void explainsOnStandardErrorWhenAskedTo() {
    server.flows.add(flow(1));
    CommandRun run = observe("--explain");
    assertThat(run.out().lines()).hasSize(1);
    Golden.assertSame("explain.err", run.err());
    observe();
    assertThat(server.explains).containsExactly(true, false);
  }

  @Test
  void aServerThatIsNoWeirRelaySaysNeitherHowNorHowMany() throws IOException {
    try (FakeHubble hubble = new FakeHubble(false)) {
      CommandRun explain = CommandRun.observe(hubble.address(), "", Map.of(), "--explain");
      assertThat(explain.err())
          .isEqualTo(
              "weir observe: %s does not explain its answers; a Weir relay does.\n"
                  .formatted(hubble.address()));
      assertThat(explain.code()).isZero();
      CommandRun count =
          CommandRun.observe(hubble.address(), "", Map.of(), "--count-by", "verdict");
      assertThat(count.err())
          .isEqualTo(
              "weir observe: %s does not count flows: it has no weir.query.v1.Query. Ask a Weir relay, or leave out --count-by and count the lines.\n"
                  .formatted(hubble.address()));
      assertThat(count.code()).isEqualTo(1);
    }
  }

  @Test
  void countsAllThatMatch_unlessANumberIsGiven() {
    server.counts.add(CountFlowsResponse.newBuilder().setCounts(Counts.newBuilder()).build());
    observe("--count-by", "verdict,source.namespace", "--top", "3", "--verdict", "DROPPED");
    observe("--count-by", "verdict", "--last", "5");
    CountFlowsRequest first = (CountFlowsRequest) server.requests.get(0);
    assertThat(first.getByList()).containsExactly("verdict", "source.namespace");
    assertThat(first.getTop()).isEqualTo(3);
    assertThat(first.getFlows().getNumber()).isZero();
    assertThat(first.getFlows().getWhitelistCount()).isEqualTo(1);
    assertThat(first.getFlows().hasFieldMask()).isFalse();
    CountFlowsRequest second = (CountFlowsRequest) server.requests.get(1);
    assertThat(second.getFlows().getNumber()).isEqualTo(5);
  }

  @Test
  void agentEventsAreFilteredHere_soTheNumberCountsThoseThatPass() {
    for (int i = 0; i < 6; i++) {
      GetAgentEventsResponse.Builder event = GetAgentEventsResponse.newBuilder();
      event
          .setTime(Timestamps.fromSeconds(i))
          .getAgentEventBuilder()
          .setType(i % 2 == 0 ? AgentEventType.POLICY_UPDATED : AgentEventType.AGENT_STARTED);
      server.agentEvents.add(event.build());
    }
    assertThat(CommandRun.agentEvents(server.address()).out().lines()).hasSize(6);
    CommandRun last =
        CommandRun.agentEvents(server.address(), "-t", "agent:policy-updated", "--last", "2");
    assertThat(last.out().lines())
        .containsExactly(
            "Jan  1 00:00:02.000: POLICY_UPDATED (UNKNOWN)",
            "Jan  1 00:00:04.000: POLICY_UPDATED (UNKNOWN)");
    CommandRun first = CommandRun.agentEvents(server.address(), "-t", "5", "--first", "1");
    assertThat(first.out().lines()).containsExactly("N/A: POLICY_UPDATED (UNKNOWN)");
    assertThat(server.requests)
        .extracting(request -> ((GetAgentEventsRequest) request).getNumber())
        .containsExactly(20L, -1L, -1L);
    CommandRun unknown = CommandRun.agentEvents(server.address(), "-t", "nothing");
    assertThat(unknown.err())
        .startsWith("weir observe agent-events: --type: nothing (expected: agent-started,");
    assertThat(CommandRun.agentEvents(server.address(), "-f", "-o", "table").code()).isEqualTo(1);
  }

  @Test
  void debugEventsAskLikeFlows() {
    CommandRun.debugEvents(server.address(), "--since", "5m", "-f");
    GetDebugEventsRequest request = (GetDebugEventsRequest) server.requests.get(0);
    assertThat(request.getFollow()).isTrue();
    assertThat(request.getNumber()).isZero();
    assertThat(Timestamps.toString(request.getSince())).isEqualTo("2026-01-05T11:55:00Z");
  }

  @Test
  void aRelayOfHubbleHasNoAgentEvents() {
    server.end = Status.UNIMPLEMENTED;
    assertThat(CommandRun.agentEvents(server.address()).err())
        .isEqualTo(
            "weir observe agent-events: %s has no agent-events: Hubble's relay does not pass them on. Ask a Cilium agent or a Weir relay.\n"
                .formatted(server.address()));
  }

  /** {@code weir observe -f | head -1} ends, and well. */
  @Test
  void aReaderThatHasEnoughEndsTheRun() {
    for (int i = 0; i < 10; i++) {
      server.flows.add(flow(i));
    }
    ObserveCommand command = new ObserveCommand();
    new CommandLine(command).parseArgs("-f");
    command.connection.server = server.address();
    OutputStream head =
        new OutputStream() {
          private boolean closed;

          @Override
          public void write(int b) throws IOException {
            if (closed) {
              throw new IOException("Broken pipe");
            }
            closed = b == '\n';
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new ObserveRun(
                command,
                Shell.of(
                    InputStream.nullInputStream(),
                    new PrintStream(head, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8)))
            .run();
    assertThat(code).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  /** The relay is restarted while somebody follows. */
  @Test
  void followsThroughARestartOfTheServer() throws Exception {
    server.staysOpen = true;
    server.flows.add(flow(1));
    server.flows.add(flow(2));
    CompletableFuture<CommandRun> run =
        CompletableFuture.supplyAsync(() -> observe("-f", "-o", "json"));
    server.answered.await();
    server.close();
    try (FakeHubble restarted = new FakeHubble(true, server.port())) {
      restarted.flows.add(flow(1));
      restarted.flows.add(flow(2));
      restarted.flows.add(flow(3));
      CommandRun result = run.get(30, TimeUnit.SECONDS);
      assertThat(result.out().lines()).hasSize(3).last().asString().contains("\"uuid\":\"u3\"");
      assertThat(result.err())
          .startsWith("weir observe: Lost the connection to " + server.address() + ": ")
          .contains("; connecting again\n")
          .endsWith("weir observe: Connected again to " + server.address() + "\n");
      assertThat(result.code()).isZero();
      assertThat(((GetFlowsRequest) restarted.requests.get(0)).hasSince()).isTrue();
    }
  }
}
