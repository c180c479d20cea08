package io.weir.streams.edge;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.BinEncodingMode;
import com.datadoghq.sketch.ddsketch.encoding.Flag;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes buckets as {@code DDSketch.encode} does, byte for byte, without the library's stores: most
 * sketches are of a single latency, and a store has room for many.
 *
 * <p>Counts below 0 are in the store for values below 0. There are no latencies below 0, so it is
 * free for what corrections take back; the sum of a window has none.
 */
final class SketchBytes {
  private static final int BUCKET_BYTES = 8;
  private static final int ZERO_BYTES = VarEncodingHelper.varDoubleEncodedLength(0);

  private final byte[] mapping;

  SketchBytes(IndexMapping mapping) {
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      new DDSketch(mapping, UnboundedSizeDenseStore::new).encode(out, false);
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    this.mapping = out.trimmedCopy();
  }

  /**
   * The bytes of buckets in order, of which none counts 0.
   *
   * @param counts of each
   */
  byte[] of(int[] buckets, long[] counts) {
    GrowingByteArrayOutput out =
        GrowingByteArrayOutput.withInitialCapacity(mapping.length + BUCKET_BYTES * buckets.length);
    try {
      for (byte next : mapping) {
        out.writeByte(next);
      }
      new StoreBytes(buckets, counts, 1).write(Flag.Type.POSITIVE_STORE, out);
      new StoreBytes(buckets, counts, -1).write(Flag.Type.NEGATIVE_STORE, out);
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    return out.trimmedCopy();
  }

  /** The buckets whose counts have one sign. */
  private static final class StoreBytes {
    private final int[] buckets;
    private final long[] counts;
    private final int sign;
    private int used;
    private int first;
    private int last;
    private long eachBytes;
    private long allBytes;

    StoreBytes(int[] buckets, long[] counts, int sign) {
      this.buckets = buckets;
      this.counts = counts;
      this.sign = sign;
      for (int i = 0; i < buckets.length; i++) {
        if (sign * counts[i] > 0) {
          measure(buckets[i], sign * counts[i]);
        }
      }
    }

    private void measure(int bucket, long count) {
      long countBytes = VarEncodingHelper.varDoubleEncodedLength(count);
      allBytes += countBytes;
      if (used == 0) {
        first = bucket;
      } else {
        allBytes += ZERO_BYTES * ((long) bucket - last - 1);
      }
      // `last` is 0 before the first.
      eachBytes += VarEncodingHelper.signedVarLongEncodedLength((long) bucket - last) + countBytes;
      last = bucket;
      used++;
    }

    /** Bucket by bucket, or all from the first to the last where that is not longer. */
    void write(Flag.Type store, GrowingByteArrayOutput out) throws IOException {
      if (used == 0) {
        return;
      }
      long all = (long) last - first + 1;
      long allHead =
          VarEncodingHelper.unsignedVarLongEncodedLength(all)
              + VarEncodingHelper.signedVarLongEncodedLength(first)
              + VarEncodingHelper.signedVarLongEncodedLength(1);
      // As the library compares: without the number of buckets.
      if (allHead + allBytes <= eachBytes) {
        BinEncodingMode.CONTIGUOUS_COUNTS.toFlag(store).encode(out);
        VarEncodingHelper.encodeUnsignedVarLong(out, all);
        VarEncodingHelper.encodeSignedVarLong(out, first);
        VarEncodingHelper.encodeSignedVarLong(out, 1);
        writeAll(out);
      } else {
        BinEncodingMode.INDEX_DELTAS_AND_COUNTS.toFlag(store).encode(out);
        VarEncodingHelper.encodeUnsignedVarLong(out, used);
        writeEach(out);
      }
    }

    private void writeAll(GrowingByteArrayOutput out) throws IOException {
      long next = first;
      for (int i = 0; i < buckets.length; i++) {
        if (sign * counts[i] > 0) {
          for (; next < buckets[i]; next++) {
            VarEncodingHelper.encodeVarDouble(out, 0);
          }
          VarEncodingHelper.encodeVarDouble(out, sign * counts[i]);
          next++;
        }
      }
    }

    private void writeEach(GrowingByteArrayOutput out) throws IOException {
      long before = 0;
      for (int i = 0; i < buckets.length; i++) {
        if (sign * counts[i] > 0) {
          VarEncodingHelper.encodeSignedVarLong(out, buckets[i] - before);
          VarEncodingHelper.encodeVarDouble(out, sign * counts[i]);
          before = buckets[i];
        }
      }
    }
  }
}
