package io.weir.bench;

import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The broker of {@code weir up} in a process of its own, so that its CPU is not counted. Argument:
 * its directory. Prints its address when it is ready, and ends with its standard input.
 */
final class BrokerProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final BufferedReader lines;
  private final String bootstrapServers;

  private BrokerProcess(Process process) throws IOException {
    this.process = process;
    this.lines = process.inputReader();
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("The broker's process has ended before it was ready");
    }
    this.bootstrapServers = line;
  }

  /** Runs in the process of its own. */
  public static void main(String[] args) throws Exception {
    PrintStream answer = System.out;
    System.setOut(System.err); // nobody reads the log here
    try (EmbeddedBroker broker =
        new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), Path.of(args[0]))) {
      broker.start();
      answer.println(broker.bootstrapServers());
      while (System.in.read() >= 0) {
        // Whoever started this process has ended when nothing can be read any more.
      }
    }
  }

  static BrokerProcess start(Path dir) throws IOException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            dir.toString());
    return new BrokerProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    lines.close();
  }
}
