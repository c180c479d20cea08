package io.weir.streams.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.streams.coverage.GapCounts.Cause;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CoverageCountsPropertiesTest {

  @Property(tries = 200)
  void plusIsAssociativeAndCommutative(
      @ForAll("counts") CoverageCounts a,
      @ForAll("counts") CoverageCounts b,
      @ForAll("counts") CoverageCounts c) {
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(CoverageCounts.NONE)).isEqualTo(a);
    assertThat(a.plus(b).lost()).isEqualTo(a.lost() + b.lost());
  }

  @Property(tries = 200)
  void messageAndBackIsTheSame(@ForAll("counts") CoverageCounts a) {
    assertThat(CoverageCounts.fromProto(a.toProto())).isEqualTo(a);
  }

  /** More nodes and causes than a window keeps apart: the sums stay exact, whatever the order. */
  @Property(tries = 5)
  void capLosesNoCount(@ForAll("splits") int at) {
    List<CoverageCounts> all =
        java.util.stream.IntStream.range(0, 3 * CoverageCounts.GAPS_MAX)
            .mapToObj(i -> gap("n" + i % (2 * CoverageCounts.GAPS_MAX), i + 1))
            .toList();
    CoverageCounts whole = all.stream().reduce(CoverageCounts.NONE, CoverageCounts::plus);
    CoverageCounts left =
        all.subList(0, at).stream().reduce(CoverageCounts.NONE, CoverageCounts::plus);
    CoverageCounts right =
        all.subList(at, all.size()).stream().reduce(CoverageCounts.NONE, CoverageCounts::plus);
    assertThat(right.plus(left)).isEqualTo(whole);
    assertThat(whole.gaps()).hasSize(CoverageCounts.GAPS_MAX + 1).containsKey(Cause.OTHER);
    assertThat(whole.lost()).isEqualTo(all.stream().mapToLong(CoverageCounts::lost).sum());
  }

  private static CoverageCounts gap(String node, long lost) {
    return CoverageCounts.gap(new Cause(node, "spool", "full"), new GapCounts(lost, lost, lost));
  }

  @Provide
  Arbitrary<Integer> splits() {
    return Arbitraries.integers().between(1, 3 * CoverageCounts.GAPS_MAX - 1);
  }

  @Provide
  Arbitrary<CoverageCounts> counts() {
    Arbitrary<String> nodes = Arbitraries.of("node-1", "node-2", "node-3");
    Arbitrary<Long> numbers = Arbitraries.longs().between(1, 1_000_000);
    return Combinators.combine(nodes, numbers, Arbitraries.of(true, false))
        .as((node, n, lost) -> lost ? gap(node, n) : CoverageCounts.received(node, n))
        .list()
        .ofMaxSize(8)
        .map(list -> list.stream().reduce(CoverageCounts.NONE, CoverageCounts::plus));
  }
}
