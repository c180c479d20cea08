package io.weir.streams.window;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which windows an event belongs to, and how long each is kept.
 *
 * <p>Every event is folded into one window of each size, so a minute is the sum of its ten-second
 * windows at any moment. Windows are {@code [start, end)}: an event at 10:00:20.000 belongs to the
 * window that starts then.
 *
 * @param allowedLateness how far behind the watermark an event may be and still count
 * @param grace more time for corrections, which count at the time of what they correct
 */
public record Windows(Duration allowedLateness, Duration grace) implements Serializable {
  private static final long NS_PER_MS = 1_000_000;

  /** {@code [startNs, startNs + length)}. */
  public record Window(WindowSize size, long startNs) {
    /** First nanosecond after the window. */
    public long endNs() {
      return startNs + size.lengthNs();
    }

    /** The window so many lengths later; earlier when {@code lengths} is below 0. */
    public Window shifted(int lengths) {
      return new Window(size, startNs + lengths * size.lengthNs());
    }

    /** As it stands in records. */
    public io.weir.series.v1.Window toProto() {
      return io.weir.series.v1.Window.newBuilder()
          .setStartNs(startNs)
          .setLengthNs(size.lengthNs())
          .build();
    }
  }

  public Windows {
    if (allowedLateness.isNegative()) {
      throw new IllegalArgumentException(
          "allowed-lateness: " + allowedLateness + " (expected: 0 or more)");
    }
  }

  /** One window of each size, shortest first. */
  public List<Window> of(long timeNs) {
    List<Window> windows = new ArrayList<>(WindowSize.values().length);
    for (WindowSize size : WindowSize.values()) {
      windows.add(new Window(size, Math.floorDiv(timeNs, size.lengthNs()) * size.lengthNs()));
    }
    return windows;
  }

  /** True when an event at {@code timeNs} no longer counts under a watermark (ms). */
  public boolean isTooLate(long timeNs, long watermarkMs) {
    return watermarkMs != Long.MIN_VALUE
        && Math.floorDiv(timeNs, NS_PER_MS) < watermarkMs - allowedLateness.toMillis();
  }

  /** The watermark (ms) at which all of the window's events in time have come. */
  public static long closesAtMs(Window window) {
    return window.endNs() / NS_PER_MS - 1;
  }

  /** The watermark (ms) at which nothing can change the window any more. */
  public long forgottenAtMs(Window window) {
    return closesAtMs(window) + allowedLateness.toMillis() + grace.toMillis();
  }
}
