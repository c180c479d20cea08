package io.weir.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A {@code weir} server process of a test: the same main class and class path that the launcher
 * uses, in a JVM of its own that can be killed.
 */
public final class WeirProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path log;
  private final Path announce;

  private WeirProcess(Process process, Path log, Path announce) {
    this.process = process;
    this.log = log;
    this.announce = announce;
  }

  /** What a finished client command printed. */
  record Output(int exitCode, String out, String err) {
    /** Standard output, line by line, after checking that the command was content. */
    List<String> lines() {
      assertThat(exitCode).as("exit code; stderr: %s", err).isZero();
      return out.lines().toList();
    }

    /** Standard output as one JSON document. */
    JsonNode json() {
      assertThat(exitCode).as("exit code; stderr: %s", err).isZero();
      return parse(out);
    }
  }

  /** Starts {@code weir up --free-ports} and returns at once. */
  public static WeirProcess up(Path dataDir, String... options) {
    Path announce = dataDir.resolveSibling(dataDir.getFileName() + "-announce.json");
    List<String> args = new ArrayList<>();
    args.addAll(
        List.of(
            "up",
            "--data-dir",
            dataDir.toString(),
            "--free-ports",
            "--announce",
            announce.toString()));
    args.addAll(List.of(options));
    return start(dataDir.resolveSibling(dataDir.getFileName() + ".log"), announce, args);
  }

  /** Starts roles and returns at once. */
  public static WeirProcess roles(String roles, Path config, Path scratch) {
    Path announce = scratch.resolve(roles + "-announce.json");
    return start(
        scratch.resolve(roles + ".log"),
        announce,
        List.of(roles, "--config", config.toString(), "--announce", announce.toString()));
  }

  private static WeirProcess start(Path log, Path announce, List<String> args) {
    try {
      Files.deleteIfExists(announce);
      ProcessBuilder builder = new ProcessBuilder(java("-Xmx1500m", args));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new WeirProcess(builder.start(), log, announce);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java(String heap, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(heap);
    // The tests' own log settings stand before those that people see.
    command.add("-Dlog4j2.configurationFile=log4j2.properties");
    // Surefire hides the real class path behind a manifest.
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("io.weir.cli.Main");
    command.addAll(args);
    return command;
  }

  /** Waits until the process says that it is ready. */
  public WeirProcess awaitReady(Duration limit) {
    Awaitility.await("weir ready; log: " + log)
        .atMost(limit)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("weir ended before it was ready:\n" + log());
              }
              return Files.exists(announce);
            });
    return this;
  }

  /** The announced address of {@code grpc}, {@code http}, {@code metrics} or {@code kafka}. */
  public String address(String key) {
    try {
      return parse(Files.readString(announce)).get(key).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code weir observe …} against this process. */
  Output observe(String... options) {
    List<String> args = new ArrayList<>(List.of("observe", "--server", address("grpc")));
    args.addAll(List.of(options));
    return client(args);
  }

  /** Runs a question, {@code weir edges …}, against this process. */
  Output ask(String question, String... options) {
    List<String> args = new ArrayList<>(List.of(question, "--server", address("http")));
    args.addAll(List.of(options));
    return client(args);
  }

  /** Runs any client command to its end. */
  static Output client(List<String> args) {
    return client("-Xmx256m", args);
  }

  /** The same with more memory, for commands that do more than ask. */
  static Output client(String heap, List<String> args) {
    try {
      Path out = Files.createTempFile("weir-client", ".out");
      Path err = Files.createTempFile("weir-client", ".err");
      try {
        Process client =
            new ProcessBuilder(java(heap, args))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!client.waitFor(120, TimeUnit.SECONDS)) {
          client.destroyForcibly().waitFor();
          throw new AssertionError("weir " + args + " did not end:\n" + Files.readString(err));
        }
        return new Output(
            client.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** The text behind a path of the metrics port. */
  String metrics() {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://" + address("metrics") + "/metrics"))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All that the process printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: no shutdown hook runs. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the process to end by itself. */
  int awaitExit(Duration limit) {
    try {
      assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("weir ends within %s; log:%n%s", limit, log())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /** SIGTERM, and SIGKILL when that is not heard within 30 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + json, e);
    }
  }

  /** The recorded captures beside the repository, or null in a bare clone. */
  public static File recordings() {
    File folder = new File("../../shared/data/hubble-flows");
    return folder.isDirectory() ? folder : null;
  }
}
