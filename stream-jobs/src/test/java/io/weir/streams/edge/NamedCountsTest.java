package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NamedCountsTest {
  /** The plain meaning: a map to which each count is added. */
  @Test
  void addsLikeAMapWithoutZeros() {
    SplittableRandom random = new SplittableRandom(1);
    for (int run = 0; run < 500; run++) {
      NamedCounts sum = NamedCounts.NONE;
      TreeMap<String, Long> expected = new TreeMap<>();
      for (int i = 0; i < 10; i++) {
        String name = "n" + random.nextInt(5);
        long count = random.nextLong(-2, 3);
        sum =
            run % 2 == 0
                ? sum.plus(NamedCounts.of(name, count))
                : NamedCounts.of(name, count).plus(sum);
        expected.merge(name, count, Long::sum);
        expected.values().removeIf(value -> value == 0);
        assertThat(sum.byName()).isEqualTo(expected);
        assertThat(sum)
            .isEqualTo(NamedCounts.of(expected))
            .hasSameHashCodeAs(NamedCounts.of(expected));
        assertThat(NamedCounts.fromProto(sum.toProto())).isEqualTo(sum);
        assertThat(sum.total()).isEqualTo(expected.values().stream().mapToLong(v -> v).sum());
        assertThat(sum.get(name)).isEqualTo(expected.getOrDefault(name, 0L));
        assertThat(sum.total(name::equals)).isEqualTo(sum.get(name));
      }
    }
  }

  @Test
  void nothingIsTheSameHoweverItCameAbout() {
    assertThat(NamedCounts.of("a", 0)).isSameAs(NamedCounts.NONE);
    assertThat(NamedCounts.one("a").plus(NamedCounts.of("a", -1))).isSameAs(NamedCounts.NONE);
    SortedMap<String, Long> zeros = new TreeMap<>();
    zeros.put("a", 0L);
    assertThat(NamedCounts.of(zeros)).isSameAs(NamedCounts.NONE);
  }

  @Test
  void tooMuchIsAnError() {
    assertThatThrownBy(() -> NamedCounts.of("a", Long.MAX_VALUE).plus(NamedCounts.one("a")))
        .isInstanceOf(ArithmeticException.class);
  }
}
