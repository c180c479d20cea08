package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --input-file}: a file answers like a server. */
class FileFlowsTest {
  private static String flow(int second, String pod) {
    return ("{\"flow\":{\"time\":\"2026-01-05T10:00:%02dZ\",\"uuid\":\"%d\","
            + "\"source\":{\"namespace\":\"shop\",\"pod_name\":\"%s\"}}}\n")
        .formatted(second, second, pod);
  }

  private static String loss(int second) {
    return "{\"lost_events\":{\"num_events_lost\":\"1\"},\"time\":\"2026-01-05T10:00:%02dZ\"}\n"
        .formatted(second);
  }

  /** Five flows of two pods, and losses before, between and behind them. */
  private static final String FILE =
      loss(0)
          + flow(1, "a")
          + flow(2, "b")
          + loss(3)
          + flow(4, "a")
          + flow(5, "b")
          + flow(6, "a")
          + loss(7);

  /** The uuids of flows, and - for losses. */
  private static List<String> read(String input, String... args) {
    List<String> all = new ArrayList<>(List.of("--input-file", "-", "-o", "json"));
    all.addAll(List.of(args));
    CommandRun run = CommandRun.offline(input, Map.of(), all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out()
        .lines()
        .map(
            line ->
                line.contains("lost") ? "-" : line.replaceAll(".*\"uuid\":\"([0-9]+)\".*", "$1"))
        .toList();
  }

  @Test
  void everythingInTheOrderOfTheFile() {
    assertThat(read(FILE)).containsExactly("-", "1", "2", "-", "4", "5", "6", "-");
    assertThat(read(flow(9, "a") + flow(1, "a"))).containsExactly("9", "1");
  }

  @Test
  void firstAndLastCountFlowsThatMatch() {
    assertThat(read(FILE, "--first", "2")).containsExactly("-", "1", "2");
    assertThat(read(FILE, "--last", "3")).containsExactly("4", "5", "6", "-");
    assertThat(read(FILE, "--last", "4")).containsExactly("2", "-", "4", "5", "6", "-");
    assertThat(read(FILE, "--last", "5")).containsExactly("1", "2", "-", "4", "5", "6", "-");
    assertThat(read(FILE, "--last", "9")).containsExactly("-", "1", "2", "-", "4", "5", "6", "-");
    assertThat(read(FILE, "--last", "1", "--from-pod", "shop/b")).containsExactly("5", "-");
    assertThat(read(FILE, "--all", "--not", "--from-pod", "shop/a"))
        .containsExactly("-", "2", "-", "5", "-");
    assertThat(read(FILE, "--from-port", "8000-8100")).containsExactly("-", "-", "-");
  }

  @Test
  void bothEndsOfTheTimeRangeAreIncluded() {
    String two = "2026-01-05T10:00:02Z";
    assertThat(read(FILE, "--since", two)).containsExactly("2", "-", "4", "5", "6", "-");
    assertThat(read(FILE, "--until", two)).containsExactly("-", "1", "2");
    assertThat(read(FILE, "--since", two, "--until", two)).containsExactly("2");
    assertThat(read(FILE, "--since", two, "--last", "1")).containsExactly("6", "-");
  }

  /** Hubble's own CLI, the exporter, and what was written before Hubble 0.9; other fields too. */
  @Test
  void everyShapeOfLineIsUnderstood() {
    String bare = "{\"time\":\"2026-01-05T10:00:01Z\",\"uuid\":\"1\",\"verdict\":\"DROPPED\"}\n";
    String camel = "{\"flow\":{\"uuid\":\"2\",\"isReply\":true},\"nodeName\":\"n\"}\n";
    String newer = "{\"flow\":{\"uuid\":\"3\",\"news\":{\"a\":[1]},\"verdict\":\"SHRUGGED\"}}\n";
    String agent = "{\"agent_event\":{\"type\":\"AGENT_STARTED\"},\"node_name\":\"n\"}\n";
    assertThat(read(bare + camel + "\r\n\n" + newer + agent + flow(4, "a").stripTrailing()))
        .containsExactly("1", "2", "3", "4");
  }

  @Test
  void aBadLineCostsOnlyItself_andTheExitCode(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("flows.jsonl");
    Files.writeString(file, flow(1, "a") + "{\"flow\":\n" + flow(3, "a") + "hello\u001b[31m\n");
    CommandRun run =
        CommandRun.offline("", Map.of(), "--input-file", file.toString(), "-o", "json");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("weir observe: " + file + " line 2: expected: a flow as JSON");
    assertThat(run.err()).contains(" line 4: ").doesNotContain("\u001b");
    assertThat(run.code()).isEqualTo(1);
    assertThat(CommandRun.offline("x\n", Map.of(), "--input-file", "-", "-s").err()).isEmpty();
  }

  @Test
  void manyBadLinesAreCounted_andALongOneIsReadOver() {
    String bad = "x\n".repeat(FileFlows.TOLD_MAX + 5);
    String tooLong = " ".repeat(InputLines.LINE_BYTES_MAX + 1) + "\n";
    CommandRun run =
        CommandRun.offline(tooLong + flow(1, "a") + bad, Map.of(), "--input-file", "-");
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.err().lines())
        .hasSize(FileFlows.TOLD_MAX + 1)
        .contains("weir observe: standard input line 1: longer than 8388608 bytes")
        .last()
        .isEqualTo("weir observe: standard input: 26 lines in all cannot be read");
  }

  @Test
  void lastHasALimit_andFiltersAreChecked() {
    CommandRun run = CommandRun.offline("", Map.of(), "--input-file", "-", "--last", "1000001");
    assertThat(run.err()).contains("--last: 1000001 (expected: at most 1000000 with --input-file)");
    assertThat(run.code()).isEqualTo(1);
    CommandRun invalid = CommandRun.offline("", Map.of(), "--input-file", "-", "--ip", "10.0.0.x");
    assertThat(invalid.err()).contains("invalid source IP filter \"10.0.0.x\"");
  }

  @Test
  void listsOfJsonFiltersHoldHereToo() {
    String[] lists = {
      "--allowlist",
      "{\"uuid\":[\"1\"]} {\"uuid\":[\"2\", \"4\"]}",
      "--denylist",
      "{\"uuid\":[\"2\"]}"
    };
    assertThat(CommandRun.offline("", Map.of(), with("--print-raw-filters", lists)).out())
        .isEqualTo(
            """
            allowlist:
                - '{"uuid":["1"]}'
                - '{"uuid":["2","4"]}'
            denylist:
                - '{"uuid":["2"]}'
            """);
    CommandRun run = CommandRun.offline(FILE, Map.of(), with("--input-file=-", lists));
    assertThat(run.out().lines().filter(line -> !line.contains("EVENTS LOST"))).hasSize(2);
  }

  private static String[] with(String flag, String... others) {
    return Stream.concat(Stream.of(flag), Stream.of(others)).toArray(String[]::new);
  }
}
