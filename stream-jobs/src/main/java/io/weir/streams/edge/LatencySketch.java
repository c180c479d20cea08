package io.weir.streams.edge;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution of latencies that can be added up: a DDSketch with a relative accuracy of 0.5 %.
 * Immutable, unlike the library's class, and equal content is equal bytes.
 *
 * <p>Latencies are clamped to 1 µs … 1 h, which bounds it to about 2 200 buckets. On the wire it is
 * {@code DDSketch.encode} with its mapping, in seconds: any DDSketch library reads it.
 *
 * @param buckets count by bucket of the logarithmic mapping; no entry is 0
 */
public record LatencySketch(SortedMap<Integer, Long> buckets) {
  public static final LatencySketch NONE = new LatencySketch(new TreeMap<>());

  /** Half of what the contract allows (1 %), so that rounding never spends the rest. */
  public static final double RELATIVE_ACCURACY = 0.005;

  private static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ACCURACY);
  private static final long MIN_NS = 1_000;
  private static final long MAX_NS = 3_600_000_000_000L;
  private static final double NS_PER_SECOND = 1e9;

  public LatencySketch {
    TreeMap<Integer, Long> copy = new TreeMap<>(buckets);
    copy.values().removeIf(count -> count == 0);
    buckets = Collections.unmodifiableSortedMap(copy);
  }

  /** One latency in nanoseconds, clamped to 1 µs … 1 h. */
  public static LatencySketch of(long latencyNs) {
    long clamped = Math.max(MIN_NS, Math.min(MAX_NS, latencyNs));
    TreeMap<Integer, Long> one = new TreeMap<>();
    one.put(MAPPING.index(clamped / NS_PER_SECOND), 1L);
    return new LatencySketch(one);
  }

  /** Both distributions together. Associative and commutative. */
  public LatencySketch plus(LatencySketch other) {
    if (other.buckets.isEmpty()) {
      return this;
    }
    if (buckets.isEmpty()) {
      return other;
    }
    TreeMap<Integer, Long> sum = new TreeMap<>(buckets);
    other.buckets.forEach((bucket, count) -> sum.merge(bucket, count, Math::addExact));
    return new LatencySketch(sum);
  }

  /** What takes these latencies back: counts below 0, in corrections alone. */
  LatencySketch negated() {
    TreeMap<Integer, Long> less = new TreeMap<>();
    buckets.forEach((bucket, count) -> less.put(bucket, -count));
    return new LatencySketch(less);
  }

  /** How many latencies it holds. */
  public long count() {
    return buckets.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The latency in seconds below which the share {@code quantile} lies, within 0.5 %.
   *
   * @param quantile {@code 0..1}
   * @throws IllegalStateException if it is empty
   */
  public double quantile(double quantile) {
    if (buckets.isEmpty()) {
      throw new IllegalStateException("Quantile " + quantile + " of no latencies.");
    }
    return toDdSketch().getValueAtQuantile(quantile);
  }

  /** The wire form; empty bytes when it is empty. */
  public ByteString toBytes() {
    if (buckets.isEmpty()) {
      return ByteString.EMPTY;
    }
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      toDdSketch().encode(out, false);
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    return ByteString.copyFrom(out.trimmedCopy());
  }

  /**
   * What {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if it is not a DDSketch of this accuracy
   */
  public static LatencySketch fromBytes(ByteString bytes) {
    if (bytes.isEmpty()) {
      return NONE;
    }
    DDSketch sketch;
    try {
      sketch =
          DDSketch.decode(ByteArrayInput.wrap(bytes.toByteArray()), UnboundedSizeDenseStore::new);
    } catch (IOException e) {
      throw new IllegalArgumentException("sketch: unreadable (expected: an encoded DDSketch)", e);
    }
    if (!sketch.getIndexMapping().equals(MAPPING)) {
      throw new IllegalArgumentException(
          "sketch: "
              + sketch.getIndexMapping()
              + " (expected: accuracy "
              + RELATIVE_ACCURACY
              + ")");
    }
    TreeMap<Integer, Long> buckets = new TreeMap<>();
    sketch
        .getPositiveValueStore()
        .forEach((bucket, count) -> buckets.merge(bucket, Math.round(count), Math::addExact));
    sketch
        .getNegativeValueStore()
        .forEach((bucket, count) -> buckets.merge(bucket, -Math.round(count), Math::addExact));
    return new LatencySketch(buckets);
  }

  private DDSketch toDdSketch() {
    DDSketch sketch = new DDSketch(MAPPING, UnboundedSizeDenseStore::new);
    buckets.forEach(
        (bucket, count) -> {
          // No store holds counts below 0. Nor are there latencies below 0, so their store is free
          // for what corrections take back; the sum of a window has none.
          if (count > 0) {
            sketch.getPositiveValueStore().add(bucket.intValue(), count.longValue());
          } else {
            sketch.getNegativeValueStore().add(bucket.intValue(), -count.longValue());
          }
        });
    return sketch;
  }
}
