package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on machines that lack something: one clear sentence, and nothing started. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("sh", "dirname", "readlink", "sed", "find", "cat", "grep", "head", "mkdir");

  @TempDir Path scratch;
  private Path launcher;
  private Path bin;

  @BeforeEach
  void machineWithATextEditorAndLittleElse() throws IOException {
    launcher = Files.copy(Path.of("../weir"), scratch.resolve("weir"));
    bin = Files.createDirectory(scratch.resolve("bin"));
    for (String tool : TOOLS) {
      Path real = Path.of("/usr/bin", tool);
      assumeTrue(Files.exists(real), "no " + real);
      Files.createSymbolicLink(bin.resolve(tool), real);
    }
  }

  @Test
  void withoutJavaItSaysWhatToInstall() throws Exception {
    assertThat(run(Map.of()))
        .isEqualTo("weir: No Java found. Install a JDK 17 or newer, or set JAVA_HOME.\n");
  }

  @Test
  void aWrongJavaHomeIsNamed() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", "/nowhere")))
        .startsWith("weir: JAVA_HOME is /nowhere, but there is no bin/java in it.");
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk("11.0.2", true).toString())))
        .startsWith("weir: Java 11.0.2 at ")
        .contains("is too old. Install a JDK 17 or newer");
    assertThat(run(Map.of("JAVA_HOME", jdk("1.8.0_292", true).toString())))
        .startsWith("weir: Java 1.8.0_292 at ");
  }

  @Test
  void aRuntimeWithoutACompilerIsTold() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk("17.0.1", false).toString())))
        .contains("is a runtime without a compiler");
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    assertThat(run(Map.of("JAVA_HOME", jdk("17.0.1", true).toString())))
        .startsWith("weir: No Maven found. Install Maven 3.8 or newer");
  }

  @Test
  void anOldMavenIsNamedWithItsVersion() throws Exception {
    script(bin.resolve("mvn"), "echo 'Apache Maven 3.6.3 (x)'");
    assertThat(run(Map.of("JAVA_HOME", jdk("17.0.1", true).toString())))
        .isEqualTo("weir: Maven 3.6 is too old. Install Maven 3.8 or newer.\n");
  }

  private Path jdk(String version, boolean compiler) throws IOException {
    Path home = Files.createDirectory(scratch.resolve("jdk-" + version));
    Files.createDirectory(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), "exit 1");
    if (compiler) {
      script(home.resolve("bin/javac"), "exit 1");
    }
    return home;
  }

  private static void script(Path file, String line) throws IOException {
    Files.writeString(file, "#!/usr/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What it says before it ends; it must not end well. */
  private String run(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(bin.resolve("sh").toString(), launcher.toString(), "edges");
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
