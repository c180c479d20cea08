package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.observer.GetAgentEventsResponse;
import io.weir.hubble.observer.GetDebugEventsResponse;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every format, to the byte, of events that between them have every type, verdict and name there
 * is.
 */
class GoldenOutputTest {
  private static final String EVENTS = Golden.resource("events.jsonl");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "compact, ''",
    "compact-node-policies, --print-node-name --print-policy-names",
    "compact-numeric, --numeric --time-format RFC3339Nano",
    "compact-untranslated, --ip-translation=false",
    "compact-colors, --color always --print-policy-names",
    "dict, -o dict --print-node-name",
    "dict-colors, -o dict --color always",
    "table, -o table --color always",
    "table-node, -o tab --print-node-name --time-format RFC1123Z",
    "json, -o json",
    "json-masked, -o jsonpb --field-mask source.pod_name --field-mask verdict",
  })
  void flows(String name, String args) {
    CommandRun run = fromFile(args, Map.of());
    Golden.assertSame("flows-" + name + ".out", run.out());
    assertThat(run.code()).isZero();
  }

  /** On standard error; good news about nodes is for those who look for mistakes. */
  @Test
  void nodeStatus() {
    Golden.assertSame("status-compact.err", fromFile("", Map.of()).err());
    Golden.assertSame("status-debug.err", fromFile("--debug", Map.of()).err());
    Golden.assertSame("status-dict.err", fromFile("-o dict --debug", Map.of()).err());
    Golden.assertSame("status-json.err", fromFile("-o json", Map.of()).err());
    assertThat(fromFile("-o table", Map.of()).err()).isEqualTo(fromFile("", Map.of()).err());
    assertThat(fromFile("-s --debug", Map.of()).err()).isEmpty();
  }

  @Test
  void legacyJsonIsTheFlowAlone() {
    Map<String, String> legacy = Map.of("HUBBLE_COMPAT", "other,legacy-json-output");
    Golden.assertSame("flows-json-legacy.out", fromFile("-o json", legacy).out());
    assertThat(fromFile("-o jsonpb", legacy).out()).isEqualTo(fromFile("-o json", Map.of()).out());
  }

  /** What is written as JSON is read back as what it was. */
  @Test
  void jsonReadsItselfBack() {
    String json = fromFile("-o json", Map.of()).out();
    assertThat(CommandRun.offline(json, Map.of(), "--input-file", "-", "-o", "json").out())
        .isEqualTo(json);
  }

  private static CommandRun fromFile(String args, Map<String, String> environment) {
    List<String> all = new ArrayList<>(List.of("--input-file", "-"));
    all.addAll(words(args));
    return CommandRun.offline(EVENTS, environment, all.toArray(String[]::new));
  }

  private static List<String> words(String args) {
    return Arrays.stream(args.split(" ")).filter(word -> !word.isEmpty()).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "compact, ''",
    "dict, -o dict --print-node-name",
    "table, -o table --print-node-name",
    "json, -o json",
  })
  void otherEvents(String name, String args) throws Exception {
    try (FakeHubble server = new FakeHubble(false)) {
      server.agentEvents.addAll(
          FakeHubble.parse(
              Golden.resource("agent-events.jsonl"), GetAgentEventsResponse.getDefaultInstance()));
      server.debugEvents.addAll(
          FakeHubble.parse(
              Golden.resource("debug-events.jsonl"), GetDebugEventsResponse.getDefaultInstance()));
      String[] words = words(args).toArray(String[]::new);
      CommandRun agent = CommandRun.agentEvents(server.address(), words);
      CommandRun debug = CommandRun.debugEvents(server.address(), words);
      Golden.assertSame("agent-" + name + ".out", agent.out());
      Golden.assertSame("debug-" + name + ".out", debug.out());
      assertThat(agent.err() + debug.err()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"table, ''", "json, -o json", "explained, --explain --top 2"})
  void counts(String name, String args) throws Exception {
    try (FakeHubble server = new FakeHubble(true)) {
      server.counts.add(CountFlowsResponse.newBuilder().setCounts(someCounts()).build());
      List<String> words = new ArrayList<>(List.of("--count-by", "source.pod_name,verdict"));
      words.addAll(words(args));
      CommandRun run =
          CommandRun.observe(server.address(), "", Map.of(), words.toArray(String[]::new));
      Golden.assertSame("count-" + name + ".out", run.out());
      Golden.assertSame("count-" + name + ".err", run.err());
      assertThat(run.code()).isZero();
    }
  }

  private static Counts someCounts() {
    Counts.Builder counts =
        Counts.newBuilder()
            .addBy("source.pod_name")
            .addBy("verdict")
            .setFlows(1_250)
            .setOtherGroups(3)
            .setOtherFlows(7)
            .setOverflowFlows(2)
            .setExplanation(FakeHubble.EXPLANATION);
    counts
        .addGroupsBuilder()
        .addValues("cart-0")
        .addValues("FORWARDED")
        .setFlows(1_200)
        .setFirstNs(1_767_607_200_000_000_000L)
        .setLastNs(1_767_607_300_123_456_789L);
    counts
        .addGroupsBuilder()
        .addValues("")
        .addValues("DROP\u001bPED")
        .setFlows(43)
        .setFirstNs(1_767_607_200_000_000_000L)
        .setLastNs(1_767_607_200_000_000_000L);
    return counts.build();
  }
}
