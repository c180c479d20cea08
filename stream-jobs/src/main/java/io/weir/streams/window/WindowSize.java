package io.weir.streams.window;

import java.time.Duration;

/** The lengths of windows. Their order is part of the checkpoint format: append only. */
public enum WindowSize {
  TEN_SECONDS(Duration.ofSeconds(10)),
  MINUTE(Duration.ofMinutes(1)),
  HOUR(Duration.ofHours(1));

  private final long lengthNs;

  WindowSize(Duration length) {
    this.lengthNs = length.toNanos();
  }

  /** Length in nanoseconds. */
  public long lengthNs() {
    return lengthNs;
  }
}
