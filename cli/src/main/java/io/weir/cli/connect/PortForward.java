package io.weir.cli.connect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code kubectl port-forward} to hubble-relay, as a child of this process. The user's own kubectl
 * brings contexts, credentials and plugins. It ends with {@link #close}, or with the process.
 */
public final class PortForward implements AutoCloseable {
  /** Signing in to a cluster can take its time; after that, something hangs. */
  static final Duration START_MAX = Duration.ofSeconds(30);

  private static final String SERVICE = "service/hubble-relay";
  private static final Duration COMPLAINT_WAIT = Duration.ofSeconds(2);
  private static final int COMPLAINT_BYTES_MAX = 16_384;
  private static final Pattern FORWARDING =
      Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) .*");

  /**
   * What to forward.
   *
   * @param kubectl the program
   * @param localPort the port on this machine; 0 for any free one
   * @param context of the kubeconfig; absent: the current one
   * @param namespace where hubble-relay is
   * @param kubeconfig absent: kubectl's own choice
   */
  public record Plan(
      String kubectl,
      int localPort,
      Optional<String> context,
      String namespace,
      Optional<String> kubeconfig) {
    private List<String> command(String... verb) {
      List<String> command = new ArrayList<>(List.of(kubectl));
      kubeconfig.ifPresent(file -> command.add("--kubeconfig=" + file));
      context.ifPresent(name -> command.add("--context=" + name));
      command.add("--namespace=" + namespace);
      command.addAll(List.of(verb));
      return command;
    }

    List<String> portQuestion() {
      return command("get", SERVICE, "--output=jsonpath={.spec.ports[0].port}");
    }

    List<String> forward(int servicePort) {
      return command(
          "port-forward",
          "--address=127.0.0.1",
          SERVICE,
          (localPort == 0 ? "" : localPort) + ":" + servicePort);
    }
  }

  private final Process child;
  private final int port;

  private PortForward(Process child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * Asks for the port of the service, which depends on its TLS, and forwards to it.
   *
   * @throws ConnectionException if kubectl is missing, refuses, or takes longer than {@link
   *     #START_MAX}
   */
  static PortForward start(Plan plan) throws ConnectionException, InterruptedException {
    int servicePort = servicePort(plan);
    Process child = run(plan, plan.forward(servicePort));
    try {
      String line = within(child, CompletableFuture.supplyAsync(() -> firstLine(child)));
      Matcher forwarding = FORWARDING.matcher(line);
      if (!forwarding.matches()) {
        throw refused(child, line);
      }
      // kubectl writes a line for each connection; a full pipe would stop it one day.
      drain(child.getInputStream());
      drain(child.getErrorStream());
      return new PortForward(child, Integer.parseInt(forwarding.group(1)));
    } catch (ConnectionException | InterruptedException e) {
      Children.stop(child);
      throw e;
    }
  }

  private static int servicePort(Plan plan) throws ConnectionException, InterruptedException {
    Process child = run(plan, plan.portQuestion());
    try {
      String answer =
          within(child, CompletableFuture.supplyAsync(() -> text(child.getInputStream())));
      if (!answer.matches("\\d{1,5}")) {
        throw refused(child, answer);
      }
      return Integer.parseInt(answer);
    } finally {
      Children.stop(child);
    }
  }

  private static Process run(Plan plan, List<String> command) throws ConnectionException {
    try {
      Process child = new ProcessBuilder(command).start();
      Children.add(child);
      child.getOutputStream().close(); // a question of kubectl's gets no answer, not a hang
      return child;
    } catch (IOException e) {
      throw new ConnectionException(
          "--port-forward: cannot run %s: %s. Install kubectl and put it on the PATH, or name a server with --server HOST:PORT."
              .formatted(plan.kubectl(), e.getMessage()));
    }
  }

  private static String within(Process child, CompletableFuture<String> answer)
      throws ConnectionException, InterruptedException {
    try {
      return answer.get(START_MAX.toMillis(), TimeUnit.MILLISECONDS).strip();
    } catch (TimeoutException e) {
      Children.stop(child);
      throw new ConnectionException(
          "--port-forward: kubectl did not answer within "
              + START_MAX.toSeconds()
              + " s. See whether `kubectl get pods` does, and --kube-context.");
    } catch (ExecutionException e) {
      throw new ConnectionException("--port-forward: kubectl: " + e.getCause());
    }
  }

  /** Its stdout has ended, or says something else: why is on its stderr. */
  private static ConnectionException refused(Process child, String output)
      throws InterruptedException {
    child.waitFor(COMPLAINT_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    String complaint = complaint(child.getErrorStream());
    // Above the last line, kubectl logs every attempt.
    String said = lastLine(complaint.isEmpty() ? output : complaint);
    return new ConnectionException(
        "--port-forward: kubectl says \"%s\". See --kube-context, --kube-namespace and --port-forward-port."
            .formatted(said.isEmpty() ? "nothing" : said));
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (before, line) -> line.isBlank() ? before : line).strip();
  }

  /** What is there: a plugin of kubectl's that lives on may keep the stream open. */
  private static String complaint(InputStream stream) {
    try {
      int bytes = Math.min(stream.available(), COMPLAINT_BYTES_MAX);
      return new String(stream.readNBytes(bytes), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String firstLine(Process child) {
    try {
      BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return "";
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readNBytes(COMPLAINT_BYTES_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static void drain(InputStream stream) {
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                stream.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The child has ended.
              }
            },
            "weir-kubectl-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Where the relay is now. */
  String server() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    Children.stop(child);
  }
}
