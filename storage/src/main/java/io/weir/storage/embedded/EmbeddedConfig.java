package io.weir.storage.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the embedded store lives and how much it may use.
 *
 * @param dir directory of its own; made when missing, used by one process at a time
 * @param fileSpan archiving time that one file covers. Files expire whole, so this is also how much
 *     longer than {@code retention} a record may stay
 * @param retention how long records stay, counted from when they were archived, whatever their
 *     event time
 * @param memoryLimitBytes memory of the database outside the Java heap, for all files and readers
 *     together; beyond it queries use temporary files in {@code dir}
 * @param threads of the database
 * @param walLimitBytes size of the write-ahead log at which it is folded into the file
 * @param blockRows flows that are stored side by side: more compress better, fewer are read faster;
 *     a scan holds up to 64 such blocks
 */
public record EmbeddedConfig(
    Path dir,
    Duration fileSpan,
    Duration retention,
    long memoryLimitBytes,
    int threads,
    long walLimitBytes,
    int blockRows) {
  private static final long FILES_MAX = 400;
  private static final long MIB = 1L << 20;

  public static final EmbeddedConfig DEFAULT =
      new EmbeddedConfig(
          Path.of("archive"),
          Duration.ofDays(1),
          Duration.ofDays(7),
          512 * MIB,
          2,
          64 * MIB,
          1_024);

  public EmbeddedConfig {
    if (fileSpan.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("file-span: " + fileSpan + " (expected: at least 1 s)");
    }
    if (retention.isNegative() || retention.dividedBy(fileSpan) > FILES_MAX) {
      throw new IllegalArgumentException(
          "retention: " + retention + " (expected: 0 to " + FILES_MAX + " times file-span)");
    }
    if (memoryLimitBytes < 64 * MIB) {
      throw new IllegalArgumentException(
          "memory-limit-bytes: " + memoryLimitBytes + " (expected: at least 64 MiB)");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: at least 1)");
    }
    if (walLimitBytes < MIB) {
      throw new IllegalArgumentException(
          "wal-limit-bytes: " + walLimitBytes + " (expected: at least 1 MiB)");
    }
    if (blockRows < 1 || blockRows > 100_000) {
      throw new IllegalArgumentException(
          "block-rows: " + blockRows + " (expected: 1 to 100000 rows)");
    }
  }

  /** This configuration in another directory. */
  public EmbeddedConfig withDir(Path other) {
    return new EmbeddedConfig(
        other, fileSpan, retention, memoryLimitBytes, threads, walLimitBytes, blockRows);
  }

  /** This configuration with files of another span and retention. */
  public EmbeddedConfig withSpan(Duration span, Duration kept) {
    return new EmbeddedConfig(dir, span, kept, memoryLimitBytes, threads, walLimitBytes, blockRows);
  }
}
