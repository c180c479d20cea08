package io.weir.external;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A real Alertmanager: the one on the path, else that of Debian's package. Without a cluster, on a
 * free port of this host.
 */
public final class AlertmanagerProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Pattern ADDRESS =
      Pattern.compile("msg=\"Listening on\".* address=(127\\.0\\.0\\.1:\\d+)");

  /** Debian's build reads its templates there, and does not start without. */
  private static final String TEMPLATES = "/usr/share/prometheus/alertmanager";

  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();

  private AlertmanagerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * A program and where it is to run.
   *
   * @param directory its working directory
   */
  private record Program(Path file, Path directory) {
    static Program find(Path scratch) throws IOException {
      Optional<Path> installed = DebianPackage.installed("alertmanager", "prometheus-alertmanager");
      if (installed.isPresent()) {
        return new Program(installed.get(), scratch);
      }
      DebianPackage debian = DebianPackage.fetch("prometheus-alertmanager");
      return new Program(
          debian.relocated(
              "usr/bin/prometheus-alertmanager", TEMPLATES, scratch.resolve("alertmanager")),
          debian.root().resolve(TEMPLATES.substring(1)));
    }
  }

  /**
   * Starts one that tells a webhook of each alert by itself, at once: with {@code group_by: [...]}
   * each alert is a group; without {@code group_wait} its begin is told when it comes. A group is
   * looked at again every {@code group_interval}, which its end waits for and which cannot be zero.
   * Nothing is repeated while a test runs ({@code repeat_interval}). Weir says with each post when
   * an alert ends, so {@code resolve_timeout} means nothing to it.
   *
   * @param scratch a directory of its own, for its data and its log
   * @throws org.opentest4j.TestAbortedException if there is none and none can be fetched
   */
  public static AlertmanagerProcess start(Path scratch, URI webhook) throws IOException {
    Files.createDirectories(scratch);
    Path config =
        Files.writeString(
            scratch.resolve("alertmanager.yml"),
            """
            route:
              receiver: test
              group_by: ['...']
              group_wait: 0s
              group_interval: 1s
              repeat_interval: 4h
            receivers:
              - name: test
                webhook_configs: [{url: '%s', send_resolved: true}]
            """
                .formatted(webhook));
    Program program = Program.find(scratch);
    Path log = scratch.resolve("alertmanager.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    program.file().toString(),
                    "--config.file=" + config.toAbsolutePath(),
                    "--storage.path=" + scratch.resolve("data").toAbsolutePath(),
                    "--cluster.listen-address=",
                    "--web.listen-address=127.0.0.1:0"))
            .directory(program.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    AlertmanagerProcess started = new AlertmanagerProcess(process, log);
    try {
      started.awaitReady();
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
    return started;
  }

  private void awaitReady() {
    Awaitility.await("Alertmanager is ready; log: " + log)
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("Alertmanager ended before it was ready:\n" + log());
              }
              return address().isPresent() && get("/-/ready").statusCode() == 200;
            });
  }

  private Optional<String> address() {
    Matcher matcher = ADDRESS.matcher(log());
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What Weir calls it by. */
  public URI url() {
    return URI.create("http://" + address().orElseThrow());
  }

  /** The alerts that it has, as JSON: {@code GET /api/v2/alerts}. */
  public String alerts() {
    return get("/api/v2/alerts").body();
  }

  private HttpResponse<String> get(String path) {
    try {
      return client.send(
          HttpRequest.newBuilder(url().resolve(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** All that it printed so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, and SIGKILL when that is not heard. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
