package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars that the launcher gives to commands that only ask: enough for them, and no more. */
class ClientJarsIT {
  private static final Path LIST = Path.of("../cli/target/client-dependencies.classpath");
  private static final Path CLASSES = Path.of("../cli/target/classes");

  @TempDir Path scratch;
  private List<String> jars = List.of();

  @BeforeEach
  void readTheList() throws Exception {
    assumeTrue(Files.exists(LIST), "cli is not packaged");
    jars = List.of(Files.readString(LIST).trim().split(File.pathSeparator, -1));
  }

  /** Each of them costs every start. */
  @Test
  void noServersAreAmongThem() {
    assertThat(jars).noneMatch(jar -> jar.matches(".*/(kafka|flink|duckdb|log4j)[^/]*"));
    assertThat(jars).hasSizeLessThan(40);
  }

  /** The warm-up runs every client command; what it lacks it would say. */
  @Test
  void everyClientCommandFindsItsClasses() throws Exception {
    Path errors = scratch.resolve("errors");
    String classPath = CLASSES + File.pathSeparator + String.join(File.pathSeparator, jars);
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                classPath,
                "io.weir.cli.Main",
                "warm-up")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(errors, StandardCharsets.UTF_8))
        .contains("Cannot reach")
        .doesNotContain("NoClassDefFound")
        .doesNotContain("ClassNotFound")
        .doesNotContain("Exception");
  }
}
