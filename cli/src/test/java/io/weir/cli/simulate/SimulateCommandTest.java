package io.weir.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void listsEveryScenarioWithWhatHappens() {
    assertThat(run("--list")).isZero();
    assertThat(text()).contains("packet-loss").contains("a shop without a fault");
  }

  @Test
  void writesFlowsEventsAndTruthAndTheSameAgain() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    for (Path out : new Path[] {first, second}) {
      assertThat(
              run(
                  "--scenario",
                  "service-down",
                  "--seed",
                  "3",
                  "--scale",
                  "0.3",
                  "--out",
                  out.toString()))
          .isZero();
    }
    for (String file : new String[] {"flows.jsonl", "events.jsonl", "truth.json"}) {
      assertThat(first.resolve(file)).isNotEmptyFile();
      assertThat(Files.mismatch(first.resolve(file), second.resolve(file))).as(file).isEqualTo(-1);
    }
    JsonNode truth = new ObjectMapper().readTree(first.resolve("truth.json").toFile());
    assertThat(truth.at("/incidents/0/kind").asText()).isEqualTo("service-down");
    assertThat(truth.get("edges")).isNotEmpty();
    assertThat(text()).contains("redis does not listen.").contains("refused");
  }

  @Test
  void unknownNamesAndScalesAreRefusedInOneSentence() {
    assertThat(run("--scenario", "nonsense")).isEqualTo(1);
    assertThat(text()).contains("--scenario nonsense: unknown").contains("calm-shop");
    assertThat(run("--scenario", "calm-shop", "--scale", "0")).isEqualTo(1);
    assertThat(text()).contains("--scale: 0.0 (expected: above 0");
    assertThat(run("--scenario", directory + "/none.yaml")).isEqualTo(1);
    assertThat(text()).contains("cannot be read");
    assertThat(run()).isEqualTo(2);
  }

  private int run(String... options) {
    String[] args = new String[options.length + 1];
    args[0] = "simulate";
    System.arraycopy(options, 0, args, 1, options.length);
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream to = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(to);
    System.setErr(to);
    try {
      return Main.run(args);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
