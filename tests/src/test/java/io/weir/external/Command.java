package io.weir.external;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end.
 *
 * @param words the program and its arguments
 * @param directory where it works; what it prints is kept there in {@code out} while it runs
 */
record Command(List<String> words, Path directory) {
  private static final Duration LOOK = Duration.ofSeconds(3);

  Command {
    words = List.copyOf(words);
  }

  /**
   * Runs it.
   *
   * @param limit how long it may take
   * @param meanwhile called every few seconds while it runs
   * @return all that it printed
   * @throws IOException if it cannot be started, takes too long or ends with another code than 0
   */
  String run(Duration limit, Runnable meanwhile) throws IOException {
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      await(process, System.nanoTime() + limit.toNanos(), limit, meanwhile);
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    if (process.exitValue() != 0) {
      throw new IOException(
          "%s ended with %d (%s)"
              .formatted(
                  words.get(0), process.exitValue(), said.strip().replaceAll("\\s*\\R\\s*", "; ")));
    }
    return said;
  }

  private void await(Process process, long end, Duration limit, Runnable meanwhile)
      throws IOException {
    try {
      while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() > end) {
          throw new IOException(
              words.get(0) + " did not end within " + limit.toSeconds() + " s: " + words);
        }
        meanwhile.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(words.get(0) + " was interrupted", e);
    }
  }
}
