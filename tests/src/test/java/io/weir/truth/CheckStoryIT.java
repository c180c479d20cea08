package io.weir.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody asks whether the counts of this Weir can be trusted. */
class CheckStoryIT {
  @Test
  void aCheckRunsEverythingAndFindsEveryCountTrue() {
    Printed printed = run("--scenario", "bad-rollout", "--scale", "0.5", "--check");
    assertThat(printed.text()).contains("counts compared, every one is true");
    assertThat(printed.exitCode()).isZero();
  }

  private record Printed(int exitCode, String text) {}

  private static Printed run(String... options) {
    List<String> args = new java.util.ArrayList<>(List.of("simulate"));
    args.addAll(List.of(options));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      int exitCode = Main.run(args.toArray(String[]::new));
      return new Printed(exitCode, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
    }
  }
}
