package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.Version;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a whole: which commands there are, and what it says to wrong ones. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      return Main.run(args);
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theOverviewNamesEveryCommandButTheHiddenOnes() {
    assertThat(run("--help")).isZero();
    assertThat(out().lines().map(String::strip))
        .anyMatch(line -> line.startsWith("list "))
        .anyMatch(line -> line.startsWith("config "))
        .anyMatch(line -> line.startsWith("version "))
        .anyMatch(line -> line.startsWith("completion "))
        .noneMatch(line -> line.matches("(watch|reflect|warm-up) .*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observe",
        "replay",
        "status",
        "list",
        "config",
        "version",
        "completion",
        "watch",
        "reflect"
      })
  void everyCommandHasHelpWithExamplesAndAVersion(String name) {
    assertThat(run(name, "--help")).isZero();
    assertThat(out()).contains("Usage: weir " + name, "Examples:");
    out.reset();
    assertThat(run(name, "--version")).isZero();
    assertThat(out()).isEqualTo("weir " + Version.TEXT + "\n");
  }

  @Test
  void subcommandsHaveHelpToo() {
    assertThat(run("list", "nodes", "--help")).isZero();
    assertThat(out()).contains("Usage: weir list nodes");
  }

  /** A hundred flags below it would hide what is wrong. */
  @Test
  void wrongUsageIsTwoLinesAndTellsWhatWasPerhapsMeant() {
    assertThat(run("status", "--sever", "a:1")).isEqualTo(1);
    assertThat(err())
        .startsWith("weir status: Unknown option")
        .contains("--server")
        .endsWith("`weir status --help` tells more.\n");
    err.reset();
    assertThat(run("list", "nodes", "--server", "relay")).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "weir list nodes: Invalid value for option '--server': 'relay' (expected:"
                + " host:port, tls://host:port or unix:///path)\n"
                + "`weir list nodes --help` tells more.\n");
  }
}
