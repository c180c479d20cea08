package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link Exec} probes. The first KiB of the output is kept for the message of a failure, the
 * rest is read and thrown away so that the command never waits for us. A program that does not
 * exist counts as exit code 127, as in a shell.
 */
final class ExecProber implements Prober {
  private static final int OUTPUT_MAX = 1_024;
  private static final int WAIT_MS = 10;
  private static final int NOT_FOUND = 127;

  private final Exec spec;

  ExecProber(Exec spec) {
    this.spec = spec;
  }

  @Override
  public String handler() {
    return "exec";
  }

  @Override
  public String target() {
    return String.join(" ", spec.command());
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException, ProbeFailure, InterruptedException {
    attempt.phase(Attempt.RUN);
    Process process;
    try {
      process = new ProcessBuilder(spec.command()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new ProbeFailure(
          FailureClass.STATUS, NOT_FOUND, "cannot run the command: " + e.getMessage());
    }
    var output = new ByteArrayOutputStream();
    try (InputStream stream = process.getInputStream()) {
      process.getOutputStream().close();
      // The pipe is polled, not read until its end: a grandchild may keep it open for ever.
      while (!finished(process, stream, output, attempt)) {}
      drain(stream, output);
      int exit = process.exitValue();
      if (exit != 0) {
        throw new ProbeFailure(FailureClass.STATUS, exit, "exit code " + exit + outputText(output));
      }
      return Outcome.good(exit);
    } finally {
      if (process.isAlive()) {
        killTree(process.toHandle());
      }
    }
  }

  private static boolean finished(
      Process process, InputStream stream, ByteArrayOutputStream output, Attempt attempt)
      throws IOException, InterruptedException {
    if (attempt.isExpired()) {
      throw new SocketTimeoutException("still running");
    }
    return !drain(stream, output)
        && process.waitFor(Math.min(WAIT_MS, attempt.remainingMs()), TimeUnit.MILLISECONDS);
  }

  /** Reads what is there; tells whether anything was. Never waits. */
  private static boolean drain(InputStream stream, ByteArrayOutputStream output)
      throws IOException {
    int available = stream.available();
    if (available <= 0) {
      return false;
    }
    byte[] bytes = stream.readNBytes(Math.min(available, 64 * 1_024));
    output.write(bytes, 0, Math.min(bytes.length, OUTPUT_MAX - output.size()));
    return bytes.length > 0;
  }

  private static void killTree(ProcessHandle process) {
    // Children first as a list: once their parent is gone they cannot be found through it.
    var children = process.descendants().toList();
    process.destroyForcibly();
    for (ProcessHandle child : children) {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
  }

  private static String outputText(ByteArrayOutputStream output) {
    String text = output.toString(StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? ", no output" : ": " + text;
  }
}
