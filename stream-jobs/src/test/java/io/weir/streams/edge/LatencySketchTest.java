package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
  @Test
  void quantilesAreWithinHalfAPercentOfTheTruth() {
    long seed = 7;
    Random random = new Random(seed);
    List<Long> latencies = new ArrayList<>();
    LatencySketch sketch = LatencySketch.NONE;
    for (int i = 0; i < 5_000; i++) {
      long latency = (long) (1e6 * Math.exp(random.nextGaussian() * 2));
      latencies.add(latency);
      sketch = sketch.plus(LatencySketch.of(latency));
    }
    Collections.sort(latencies);
    for (double q : new double[] {0.01, 0.5, 0.95, 0.99, 0.999}) {
      double exact = Math.max(1e3, latencies.get((int) (q * (latencies.size() - 1)))) / 1e9;
      assertThat(sketch.quantile(q))
          .as("quantile %s with seed %s", q, seed)
          .isCloseTo(exact, within(exact * 0.0051));
    }
  }

  @Test
  void equalContentIsEqualBytesWhateverTheOrder() {
    LatencySketch a = LatencySketch.of(5_000_000);
    LatencySketch b = LatencySketch.of(900_000_000);
    LatencySketch c = LatencySketch.of(7_000);
    assertThat(a.plus(b).plus(c).toBytes()).isEqualTo(c.plus(a.plus(b)).toBytes());
    assertThat(LatencySketch.fromBytes(a.plus(b).plus(c).toBytes())).isEqualTo(b.plus(c).plus(a));
  }

  @Test
  void anyDdSketchLibraryReadsTheBytes() throws Exception {
    ByteString bytes = LatencySketch.of(250_000_000).toBytes();
    DDSketch read =
        DDSketch.decode(ByteArrayInput.wrap(bytes.toByteArray()), UnboundedSizeDenseStore::new);
    assertThat(read.getCount()).isEqualTo(1);
    assertThat(read.getValueAtQuantile(0.5)).isCloseTo(0.25, within(0.00125));
  }

  @Test
  void latenciesAreClampedToTheRangeThatBoundsIt() {
    assertThat(LatencySketch.of(1)).isEqualTo(LatencySketch.of(1_000));
    assertThat(LatencySketch.of(Long.MAX_VALUE)).isEqualTo(LatencySketch.of(3_600_000_000_000L));
  }

  @Test
  void emptyIsNoBytesAndHasNoQuantile() {
    assertThat(LatencySketch.NONE.toBytes()).isEmpty();
    assertThat(LatencySketch.fromBytes(ByteString.EMPTY)).isEqualTo(LatencySketch.NONE);
    assertThatThrownBy(() -> LatencySketch.NONE.quantile(0.5))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void otherBytesAreRejected() {
    assertThatThrownBy(() -> LatencySketch.fromBytes(ByteString.copyFromUtf8("?")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }

  /** Few and many, near and far apart, counted often, and taken back. */
  @Test
  void bytesAreThoseOfTheLibrary() throws Exception {
    long seed = 11;
    Random random = new Random(seed);
    LogarithmicMapping mapping = new LogarithmicMapping(LatencySketch.RELATIVE_ACCURACY);
    for (int round = 0; round < 300; round++) {
      LatencySketch sketch = LatencySketch.NONE;
      DDSketch library = new DDSketch(mapping, UnboundedSizeDenseStore::new);
      Set<Integer> seen = new HashSet<>();
      double spread = random.nextDouble() * 3;
      for (int left = 1 + random.nextInt(1 << random.nextInt(9)); left > 0; left--) {
        long latencyNs = (long) (1e7 * Math.exp(random.nextGaussian() * spread));
        int bucket = mapping.index(Math.max(1_000, Math.min(3_600_000_000_000L, latencyNs)) / 1e9);
        if (seen.add(bucket)) {
          boolean takenBack = random.nextInt(4) == 0;
          int count = 1 + random.nextInt(1 << random.nextInt(9));
          (takenBack ? library.getNegativeValueStore() : library.getPositiveValueStore())
              .add(bucket, count);
          LatencySketch one = LatencySketch.of(latencyNs);
          for (int i = 0; i < count; i++) {
            sketch = sketch.plus(takenBack ? one.negated() : one);
          }
        }
      }
      GrowingByteArrayOutput expected = GrowingByteArrayOutput.withDefaultInitialCapacity();
      library.encode(expected, false);
      assertThat(sketch.toBytes().toByteArray())
          .as("round %s with seed %s", round, seed)
          .isEqualTo(expected.trimmedCopy());
      assertThat(LatencySketch.fromBytes(sketch.toBytes())).isEqualTo(sketch);
    }
  }
}
