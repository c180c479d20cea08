package io.weir.dashboards.answer;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges latency sketches in seconds: DDSketch in its own encoding ({@link DDSketch#encode}), index
 * mapping included. Confined to the thread that answers.
 *
 * <p>A sketch that cannot be read, or that was made with another accuracy, is left out: then {@link
 * Latency#count} is smaller than the requests that had a latency.
 */
final class LatencyTally {
  // At 0.5 % accuracy 4,096 bins span 17 orders of magnitude; beyond that the smallest share a bin.
  private static final int BINS_MAX = 4096;
  private static final double MS_PER_S = 1000;

  private @Nullable DDSketch merged;

  void add(ByteString sketch) {
    if (sketch.isEmpty()) {
      return;
    }
    try {
      DDSketch decoded =
          DDSketch.decode(
              ByteArrayInput.wrap(sketch.toByteArray()),
              () -> new CollapsingLowestDenseStore(BINS_MAX));
      if (merged == null) {
        merged = decoded;
      } else {
        merged.mergeWith(decoded);
      }
    } catch (IOException | RuntimeException e) {
      // Bytes of another maker or a broken record: the answer shows fewer timed events.
      return;
    }
  }

  void add(LatencyTally other) {
    if (other.merged == null) {
      return;
    }
    if (merged == null) {
      merged = other.merged.copy();
      return;
    }
    try {
      merged.mergeWith(other.merged);
    } catch (IllegalArgumentException e) {
      // Made with another accuracy: left out, as above.
      return;
    }
  }

  Optional<Latency> toLatency() {
    if (merged == null || merged.isEmpty()) {
      return Optional.empty();
    }
    double[] seconds = merged.getValuesAtQuantiles(new double[] {0.5, 0.95, 0.99});
    return Optional.of(
        new Latency(Math.round(merged.getCount()), ms(seconds[0]), ms(seconds[1]), ms(seconds[2])));
  }

  /** Milliseconds with a microsecond's worth of digits: the sketch knows no more. */
  private static double ms(double seconds) {
    return Math.round(seconds * MS_PER_S * 1000) / 1000.0;
  }
}
