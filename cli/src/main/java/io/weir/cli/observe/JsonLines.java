package io.weir.cli.observe;

import io.weir.hubble.observer.GetFlowsResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * Prints the answers of one call as JSON, from their bytes and without making messages of them. An
 * interrupt may end it from another thread, between two lines.
 */
final class JsonLines {
  private final JsonPrinter json;
  private final NodeStatusText status;
  private final Shell shell;
  private final Progress progress;
  private long events;

  /**
   * Prints nothing yet.
   *
   * @param status which node status is told on standard error
   */
  JsonLines(JsonPrinter json, NodeStatusText status, Shell shell) {
    this.json = json;
    this.status = status;
    this.shell = shell;
    this.progress = Progress.of(shell);
  }

  /**
   * Prints until there are no more answers, or the reader, {@code head} for example, has enough.
   *
   * @throws io.grpc.StatusRuntimeException if the call fails; what came before is printed
   */
  void printAll(RawFlows answers) throws CliException, InterruptedException {
    try {
      for (List<byte[]> some = answers.next(); !some.isEmpty(); some = answers.next()) {
        if (!print(some)) {
          return;
        }
        if (progress.isDue()) {
          progress.say(events + " events");
        }
      }
    } catch (IOException e) {
      throw new CliException("Cannot write: " + e.getMessage());
    } finally {
      progress.clear();
      end();
    }
  }

  private synchronized boolean print(List<byte[]> answers) throws IOException {
    PrintStream out = shell.out();
    for (byte[] answer : answers) {
      json.print(answer, out).filter(status::isNews).ifPresent(this::tell);
    }
    events += answers.size();
    // Asking for errors also flushes: what has arrived together is seen together.
    return !out.checkError();
  }

  private void tell(GetFlowsResponse news) {
    progress.clear();
    shell.err().println(json.note(news));
  }

  /** Nothing is left in a buffer. */
  synchronized void end() {
    shell.out().flush();
  }
}
