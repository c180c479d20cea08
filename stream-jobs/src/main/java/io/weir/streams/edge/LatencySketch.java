package io.weir.streams.edge;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution of latencies that can be added up: a DDSketch with a relative accuracy of 0.5 %.
 * Immutable, unlike the library's class, and equal content is equal bytes.
 *
 * <p>Latencies are clamped to 1 µs … 1 h, which bounds it to about 2 200 buckets. On the wire it is
 * {@code DDSketch.encode} with its mapping, in seconds: any DDSketch library reads it.
 *
 * <p>Two arrays rather than a map: most hold a latency or two, and every window has some.
 */
public final class LatencySketch {
  /** Half of what the contract allows (1 %), so that rounding never spends the rest. */
  public static final double RELATIVE_ACCURACY = 0.005;

  public static final LatencySketch NONE = new LatencySketch(new int[0], new long[0]);

  private static final LogarithmicMapping MAPPING = new LogarithmicMapping(RELATIVE_ACCURACY);
  private static final SketchBytes BYTES = new SketchBytes(MAPPING);
  private static final long MIN_NS = 1_000;
  private static final long MAX_NS = 3_600_000_000_000L;
  private static final double NS_PER_SECOND = 1e9;

  // Buckets of the mapping that hold latencies, in order; no count is 0.
  private final int[] buckets;
  private final long[] counts;

  private LatencySketch(int[] buckets, long[] counts) {
    this.buckets = buckets;
    this.counts = counts;
  }

  private static LatencySketch of(int[] buckets, long[] counts, int size) {
    if (size == 0) {
      return NONE;
    }
    return size == buckets.length
        ? new LatencySketch(buckets, counts)
        : new LatencySketch(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
  }

  private static LatencySketch of(SortedMap<Integer, Long> byBucket) {
    int[] buckets = new int[byBucket.size()];
    long[] counts = new long[buckets.length];
    int size = 0;
    for (var entry : byBucket.entrySet()) {
      if (entry.getValue() != 0) {
        buckets[size] = entry.getKey();
        counts[size++] = entry.getValue();
      }
    }
    return of(buckets, counts, size);
  }

  /** One latency in nanoseconds, clamped to 1 µs … 1 h. */
  public static LatencySketch of(long latencyNs) {
    long clamped = Math.max(MIN_NS, Math.min(MAX_NS, latencyNs));
    return new LatencySketch(new int[] {MAPPING.index(clamped / NS_PER_SECOND)}, new long[] {1});
  }

  /** Both distributions together. Associative and commutative. */
  public LatencySketch plus(LatencySketch other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    int[] sumBuckets = new int[buckets.length + other.buckets.length];
    long[] sumCounts = new long[sumBuckets.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < buckets.length || theirs < other.buckets.length) {
      int order = order(other, mine, theirs);
      int bucket = order <= 0 ? buckets[mine] : other.buckets[theirs];
      long count =
          Math.addExact(order <= 0 ? counts[mine++] : 0, order >= 0 ? other.counts[theirs++] : 0);
      if (count != 0) {
        sumBuckets[size] = bucket;
        sumCounts[size++] = count;
      }
    }
    return of(sumBuckets, sumCounts, size);
  }

  /** Below 0 when my next bucket comes first, 0 when both are the same. */
  private int order(LatencySketch other, int mine, int theirs) {
    if (mine == buckets.length) {
      return 1;
    }
    return theirs == other.buckets.length
        ? -1
        : Integer.compare(buckets[mine], other.buckets[theirs]);
  }

  /** What takes these latencies back: counts below 0, in corrections alone. */
  LatencySketch negated() {
    long[] less = new long[counts.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = -counts[i];
    }
    return new LatencySketch(buckets, less);
  }

  /** True when it holds none. */
  public boolean isEmpty() {
    return buckets.length == 0;
  }

  /** How many latencies it holds. */
  public long count() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /**
   * The latency in seconds below which the share {@code quantile} lies, within 0.5 %.
   *
   * @param quantile {@code 0..1}
   * @throws IllegalStateException if it is empty
   */
  public double quantile(double quantile) {
    if (isEmpty()) {
      throw new IllegalStateException("Quantile " + quantile + " of no latencies.");
    }
    return decode(toBytes()).getValueAtQuantile(quantile);
  }

  /** The wire form; empty bytes when it is empty. */
  public ByteString toBytes() {
    return isEmpty()
        ? ByteString.EMPTY
        : UnsafeByteOperations.unsafeWrap(BYTES.of(buckets, counts));
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
    DDSketch sketch = decode(bytes);
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
    return of(buckets);
  }

  private static DDSketch decode(ByteString bytes) {
    try {
      return DDSketch.decode(
          ByteArrayInput.wrap(bytes.toByteArray()), UnboundedSizeDenseStore::new);
    } catch (IOException e) {
      throw new IllegalArgumentException("sketch: unreadable (expected: an encoded DDSketch)", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof LatencySketch that
            && Arrays.equals(buckets, that.buckets)
            && Arrays.equals(counts, that.counts));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(buckets) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.toString(buckets) + "x" + Arrays.toString(counts);
  }
}
