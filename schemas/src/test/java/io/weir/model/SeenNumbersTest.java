package io.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.SeenNumbers.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeenNumbersTest {
  private record Written(int partition, String collector, long seq) {}

  /**
   * Each collector sends 1, 2, 3…, and now and then goes back to what the relay has not yet
   * acknowledged and sends it again; the sends of several collectors mix as they like. Every number
   * always goes to the same partition, since the key decides.
   */
  @Property
  void anyMixOfResendsIsCountedOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int collectors) {
    Random random = new Random(seed);
    int events = 50;
    long[] next = new long[collectors];
    long[] acknowledged = new long[collectors];
    List<Written> log = new ArrayList<>();
    for (int unfinished = collectors; unfinished > 0; ) {
      int c = random.nextInt(collectors);
      if (next[c] == events) {
        unfinished = (int) Arrays.stream(next).filter(n -> n < events).count();
        continue;
      }
      next[c]++;
      log.add(new Written((int) (next[c] * 31 % 3), "c" + c, next[c]));
      if (random.nextInt(4) == 0) {
        acknowledged[c] += random.nextInt((int) (next[c] - acknowledged[c]) + 1);
      }
      if (random.nextInt(8) == 0) {
        next[c] = acknowledged[c]; // the stream broke
      }
    }

    Map<Written, Integer> counted = new HashMap<>();
    SeenNumbers seen = new SeenNumbers();
    for (Written event : log) {
      if (random.nextInt(20) == 0) {
        seen = new SeenNumbers(seen.snapshot()); // a restart from a checkpoint
      }
      if (seen.firstSight(event.partition(), event.collector(), event.seq())) {
        counted.merge(event, 1, Integer::sum);
      }
    }

    assertThat(counted).hasSize(collectors * events).allSatisfy((e, n) -> assertThat(n).isOne());
  }

  @Test
  void partitionsAndCollectorsAreCountedApart() {
    SeenNumbers seen = new SeenNumbers();

    assertThat(seen.firstSight(0, "a", 5)).isTrue();
    assertThat(seen.firstSight(1, "a", 5)).isTrue();
    assertThat(seen.firstSight(0, "b", 5)).isTrue();
    assertThat(seen.firstSight(0, "a", 5)).isFalse();
    assertThat(seen.firstSight(0, "a", 4)).isFalse();
  }

  @Test
  void numbersHaveNoSign() {
    SeenNumbers seen = new SeenNumbers();

    assertThat(seen.firstSight(0, "a", Long.MAX_VALUE)).isTrue();
    assertThat(seen.firstSight(0, "a", Long.MIN_VALUE)).as("2^63 comes next").isTrue();
    assertThat(seen.firstSight(0, "a", Long.MAX_VALUE)).isFalse();
  }

  @Test
  void mergingTakesTheLargerNumber() {
    Origin a = new Origin(0, "a");
    Origin b = new Origin(0, "b");
    SeenNumbers seen = new SeenNumbers(Map.of(a, 5L));
    seen.merge(Map.of(a, 3L, b, 9L));

    assertThat(seen.snapshot()).isEqualTo(Map.of(a, 5L, b, 9L));
  }

  @Test
  void whoIsForgottenBeginsAnew() {
    SeenNumbers seen = new SeenNumbers(Map.of(new Origin(0, "a"), 5L));
    seen.forget(new Origin(0, "a"));

    assertThat(seen.snapshot()).isEmpty();
    assertThat(seen.firstSight(0, "a", 1)).isTrue();
  }
}
