package io.weir.collector.source.hubblefile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Which files of Hubble flows are read, and how.
 *
 * @param files JSON-lines files, merged by event time; none turns the source off
 * @param follow false reads each file once, to its end; true waits for more, through rotation and
 *     truncation
 * @param times what becomes of event times
 * @param pollInterval how often a followed file is looked at
 * @param lineBytes longest line; a longer one is discarded as {@code too_large}
 */
public record HubbleFileConfig(
    List<Path> files, boolean follow, Times times, Duration pollInterval, long lineBytes) {
  public static final HubbleFileConfig DEFAULT =
      new HubbleFileConfig(List.of(), false, Times.ORIGINAL, Duration.ofMillis(250), 4 << 20);

  /** What becomes of event times. */
  public enum Times {
    /** They stay. */
    ORIGINAL,
    /** All move by one distance, so that the last event of all files happened just now. */
    SHIFT_TO_NOW
  }

  public HubbleFileConfig {
    files = List.copyOf(files);
    if (new HashSet<>(files).size() != files.size()) {
      throw new IllegalArgumentException("files: " + files + " (expected: each file once)");
    }
    if (follow && times == Times.SHIFT_TO_NOW) {
      throw new IllegalArgumentException(
          "times: shift-to-now (expected: original while follow is on, a live file has no end)");
    }
    if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException(
          "poll-interval: " + pollInterval + " (expected: 1ms or more)");
    }
    if (lineBytes < 1024 || lineBytes > 8 << 20) {
      throw new IllegalArgumentException("line-bytes: " + lineBytes + " (expected: 1KiB to 8MiB)");
    }
  }
}
