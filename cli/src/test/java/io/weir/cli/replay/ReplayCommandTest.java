package io.weir.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a replay is said before Kafka is asked, with exit code 2. */
class ReplayCommandTest {
  @TempDir Path scratch;

  private record Printed(int exitCode, String out, String err) {}

  private static Printed run(String... options) {
    List<String> args = new ArrayList<>(List.of("replay"));
    args.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream systemOut = System.out;
    PrintStream systemErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Main.run(args.toArray(String[]::new));
      return new Printed(
          exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(systemOut);
      System.setErr(systemErr);
    }
  }

  private static void refused(String sentence, String... options) {
    Printed printed = run(options);
    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.err()).startsWith("weir replay: ").contains(sentence);
  }

  @Test
  void helpHasExamplesAndExitCodes() {
    Printed printed = run("--help");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .contains("Usage: weir replay", "Examples:", "--compare", "Exit code: 0");
  }

  @Test
  void aRangeInTheFutureIsRefused() {
    refused("is in the future (expected: a time that has been", "--from", "2999-01-01T00:00:00Z");
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    refused("empty (expected: a start before the end)", "--from", "10m", "--to", "1h");
    refused("empty (expected: a start before the end)", "--from", "-10m", "--to", "-1h");
  }

  @Test
  void whatIsNoTimeIsRefusedUnderTheNameOfItsFlag() {
    refused("--from: yesterday (expected: like 5m", "--from", "yesterday");
    refused("--warm-up: long (expected: like 30m or 1h)", "--from", "1h", "--warm-up", "long");
  }

  @Test
  void addressesThatNobodyAnnouncedAreMissed() {
    Path missing = scratch.resolve("weir.json");
    refused("--announce " + missing, "--from", "1h", "--announce", missing.toString());
  }

  @Test
  void aConfigurationThatCannotBeUsedIsToldWithItsLine() throws Exception {
    Path file = Files.writeString(scratch.resolve("weir.yaml"), "jobs:\n  paralellism: 2\n");
    refused("line 2", "--from", "1h", "--config", file.toString());
  }

  @Test
  void aNameThatCannotBePartOfATopicIsRefused() {
    refused("--into: a/b (expected: 1 to 64 letters", "--from", "1h", "--into", "a/b");
  }
}
