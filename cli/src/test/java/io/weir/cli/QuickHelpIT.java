package io.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help answers at once because it loads nothing of what the command needs to run. */
class QuickHelpIT {
  private static final List<String> HEAVY =
      List.of("io.grpc.", "com.google.protobuf.", "io.weir.hubble.", "org.yaml.", "org.apache.");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "observe",
        "observe agent-events",
        "observe debug-events",
        "status",
        "list",
        "list nodes",
        "list namespaces",
        "watch",
        "reflect",
        "version"
      })
  void helpLoadsNeitherGrpcNorProtobufNorYaml(String command) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                "io.weir.cli.Main"));
    line.addAll(List.of(command.split(" ", -1)));
    line.add("--help");
    ProcessBuilder weir = new ProcessBuilder(line).redirectErrorStream(true);
    weir.environment().keySet().removeIf(name -> name.matches("(WEIR|HUBBLE)_.*"));
    Process process = weir.start();
    List<String> output =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(output).anyMatch(text -> text.contains("Usage: weir " + command));
    List<String> loaded =
        output.stream()
            .filter(text -> text.contains("[class,load] "))
            .map(text -> text.replaceFirst(".*\\[class,load] ", "").split(" ", 2)[0])
            .toList();
    assertThat(loaded).contains("io.weir.cli.Main");
    assertThat(loaded).filteredOn(name -> HEAVY.stream().anyMatch(name::startsWith)).isEmpty();
  }
}
