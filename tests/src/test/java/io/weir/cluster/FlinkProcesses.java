package io.weir.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A standalone Flink cluster: one job manager and task managers, each a JVM of its own that can be
 * killed, with the jars that a Flink distribution has and nothing of Weir. Jobs come as a jar, the
 * way that {@code flink run} submits them. Confined to the thread of the test.
 */
public final class FlinkProcesses implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern SUBMITTED =
      Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

  private final FlinkDirectory directory;
  private final int rpcPort = freePort();
  private final int restPort = freePort();
  private final Map<String, Process> taskManagers = new LinkedHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();

  private @Nullable Process jobManager;
  private int started;

  private FlinkProcesses(FlinkDirectory directory) {
    this.directory = directory;
  }

  /**
   * Starts a job manager and {@code taskManagers} task managers, and waits until all are there.
   *
   * @param directory for configuration, logs and what task managers put on disk
   * @param slots of each task manager
   */
  public static FlinkProcesses start(Path directory, int taskManagers, int slots) {
    FlinkProcesses flink = new FlinkProcesses(new FlinkDirectory(directory, slots));
    try {
      // Task managers look for the job manager until it is there.
      for (int i = 0; i < taskManagers; i++) {
        flink.startTaskManager();
      }
      flink.startJobManager();
      flink.awaitTaskManagers();
      return flink;
    } catch (RuntimeException | AssertionError e) {
      flink.close();
      throw e;
    }
  }

  /** Starts the job manager, for the first time or after {@link #killJobManager}. */
  public void startJobManager() {
    jobManager =
        directory.launch(
            "jobmanager",
            "-Xmx320m",
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            configuration("jobmanager", true));
    Awaitility.await("job manager; log: " + directory.log("jobmanager"))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              if (!jobManager.isAlive()) {
                throw new AssertionError("The job manager ended:\n" + log("jobmanager"));
              }
              return isServing();
            });
  }

  /** Starts one more task manager and returns its name; does not wait for it. */
  public String startTaskManager() {
    String name = "taskmanager-" + ++started;
    taskManagers.put(
        name,
        directory.launch(
            name,
            "-Xmx512m",
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            configuration(name, true)));
    return name;
  }

  private Path configuration(String name, boolean server) {
    return directory.configure(name, server, rpcPort, restPort);
  }

  /** Waits until the job manager knows all task managers that live. */
  public void awaitTaskManagers() {
    Awaitility.await("task managers; logs: " + directory)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> overview().path("taskmanagers").asInt() == taskManagers().size());
  }

  /** The task managers that live, oldest first. */
  public List<String> taskManagers() {
    return taskManagers.entrySet().stream()
        .filter(entry -> entry.getValue().isAlive())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Kills a task manager without a warning; returns when it is gone. */
  public void killTaskManager(String name) {
    Process process = taskManagers.get(name);
    if (process == null) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: one of " + taskManagers.keySet() + ")");
    }
    kill(process);
  }

  /** Kills the job manager without a warning: its jobs are gone, their checkpoints are not. */
  public void killJobManager() {
    if (jobManager != null) {
      kill(jobManager);
    }
  }

  /**
   * {@code flink run -d -p PARALLELISM JAR ARGUMENTS} in a process of its own.
   *
   * @return the job's id
   */
  public String run(int parallelism, Path jar, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("run", "-d", "-p", "" + parallelism, jar.toString()));
    command.addAll(List.of(arguments));
    Output output = cli(command.toArray(String[]::new));
    Matcher submitted = SUBMITTED.matcher(output.text());
    if (output.exitCode() != 0 || !submitted.find()) {
      throw new AssertionError("flink " + String.join(" ", command) + ":\n" + output.text());
    }
    return submitted.group(1);
  }

  /** What a finished command printed on both of its streams. */
  public record Output(int exitCode, String text) {}

  /**
   * Flink's own command line, in a process of its own: {@code run}, {@code cancel}, {@code list}.
   */
  public Output cli(String... arguments) {
    String name = "cli-" + ++started;
    Process process =
        directory.launch(
            name,
            "-Xmx256m",
            "org.apache.flink.client.cli.CliFrontend",
            configuration(name, false),
            arguments);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill(process);
        throw new AssertionError("flink " + arguments[0] + " did not end:\n" + log(name));
      }
      return new Output(process.exitValue(), log(name));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for flink " + arguments[0], e);
    }
  }

  /** The state of a job, such as {@code RUNNING}; {@code UNKNOWN} where nobody knows it. */
  public String status(String job) {
    return rest("/jobs/" + job).path("state").asText("UNKNOWN");
  }

  /** True when every task of the job runs. */
  public boolean isRunning(String job) {
    JsonNode tasks = rest("/jobs/" + job).path("vertices");
    for (JsonNode task : tasks) {
      if (!task.path("status").asText().equals("RUNNING")) {
        return false;
      }
    }
    return !tasks.isEmpty();
  }

  /** How many checkpoints of the job are complete. */
  public int completedCheckpoints(String job) {
    return rest("/jobs/" + job + "/checkpoints").path("counts").path("completed").asInt();
  }

  /** The sum of a metric of that name over all operators and their instances. */
  public double metric(String job, String name) {
    double sum = 0;
    for (JsonNode vertex : rest("/jobs/" + job).path("vertices")) {
      String path =
          "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      List<String> ids = new ArrayList<>();
      for (JsonNode metric : rest(path)) {
        String id = metric.path("id").asText();
        if (id.endsWith("." + name)) {
          ids.add(URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
      }
      if (!ids.isEmpty()) {
        for (JsonNode metric : rest(path + "?get=" + String.join(",", ids))) {
          sum += metric.path("sum").asDouble();
        }
      }
    }
    return sum;
  }

  /** The answer of Flink's REST API; missing where there is none. */
  public JsonNode rest(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + restPort + path))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
    } catch (IOException e) {
      return JSON.missingNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Flink", e);
    }
  }

  private JsonNode overview() {
    return rest("/overview");
  }

  private boolean isServing() {
    return overview().has("taskmanagers");
  }

  /** What a process wrote: {@code jobmanager}, or the name of a task manager. */
  public String log(String name) {
    try {
      return Files.readString(directory.log(name));
    } catch (IOException e) {
      return "no log (" + e + ")";
    }
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("No free port", e);
    }
  }

  /** Kills all processes. */
  @Override
  public void close() {
    taskManagers.values().forEach(FlinkProcesses::kill);
    killJobManager();
  }
}
