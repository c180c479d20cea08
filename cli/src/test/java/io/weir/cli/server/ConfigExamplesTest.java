package io.weir.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigPrinter;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that people start from work, and say what they claim to say. */
class ConfigExamplesTest {
  private static final Path EXAMPLES = Path.of("../config");

  @TempDir Path scratch;

  static Stream<Path> examples() throws IOException {
    return Files.list(EXAMPLES).filter(file -> file.toString().endsWith(".yaml"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsRead(Path file) throws StartException {
    assertThat(ConfigFiles.read(Optional.of(file), Map.of())).isNotNull();
  }

  /** After a change of a default run with {@code -Dweir.config.write}. */
  @Test
  void defaultsAreWrittenOutInFull() throws Exception {
    WeirConfig defaults = exampleDefaults();
    String printed =
        "# Every setting with its default. A file needs only what it changes.\n\n"
            + ConfigPrinter.print(defaults, defaults);
    Path file = EXAMPLES.resolve("weir.yaml");
    if (System.getProperty("weir.config.write") != null) {
      Files.writeString(file, printed);
    }
    assertThat(Files.readString(file)).isEqualTo(printed);
    assertThat(ConfigFiles.read(Optional.of(file), Map.of())).isEqualTo(defaults);
  }

  private static WeirConfig exampleDefaults() {
    WeirConfig here = WeirConfig.defaults(Map.of());
    return new WeirConfig(
        "my-node",
        here.cluster(),
        Path.of("/var/lib/weir"),
        here.kafka(),
        here.broker(),
        here.metrics(),
        here.host(),
        here.collector(),
        here.relay(),
        here.observe(),
        here.storage(),
        here.archiver(),
        here.jobs(),
        here.alerting(),
        here.dashboards());
  }

  @Test
  void allProblemsOfAFileAreToldAtOnceWithTheirLines() throws IOException {
    Path file =
        Files.writeString(
            scratch.resolve("weir.yaml"),
            """
            relay:
              prot: 4245
            metrics:
              port: 70000
            collector:
              hubble-file:
                poll-interval: soon
            """);
    assertThatThrownBy(() -> ConfigFiles.read(Optional.of(file), Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("3 problems")
        .hasMessageContaining("line 2")
        .hasMessageContaining("did you mean \"port\"?")
        .hasMessageContaining("line 4")
        .hasMessageContaining("70000 (expected: 0 to 65535)")
        .hasMessageContaining("line 7");
  }

  @Test
  void environmentStandsAboveTheFile() throws Exception {
    Path file = Files.writeString(scratch.resolve("weir.yaml"), "relay:\n  port: 1\n");
    WeirConfig config =
        ConfigFiles.read(
            Optional.of(file),
            Map.of("WEIR_RELAY_PORT", "2", "WEIR_COLLECTOR_EXPORT_RELAY", "relay:4245"));
    assertThat(config.relay().port()).isEqualTo(2);
    assertThat(config.collector().export().relay()).isEqualTo("relay:4245");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ConfigFiles.read(Optional.of(Path.of("/no/such.yaml")), Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("/no/such.yaml");
  }
}
