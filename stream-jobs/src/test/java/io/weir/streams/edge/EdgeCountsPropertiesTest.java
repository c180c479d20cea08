package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every sum of edge counts promises, whatever was counted. */
class EdgeCountsPropertiesTest {

  @Property(tries = 200)
  void plusIsAssociative(
      @ForAll("counts") EdgeCounts a,
      @ForAll("counts") EdgeCounts b,
      @ForAll("counts") EdgeCounts c) {
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
  }

  @Property(tries = 200)
  void plusIsCommutative(@ForAll("counts") EdgeCounts a, @ForAll("counts") EdgeCounts b) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
  }

  @Property(tries = 200)
  void noneChangesNothing(@ForAll("counts") EdgeCounts a) {
    assertThat(a.plus(EdgeCounts.NONE)).isEqualTo(a);
    assertThat(EdgeCounts.NONE.plus(a)).isEqualTo(a);
  }

  @Property(tries = 200)
  void messageAndBackIsTheSameAndEqualCountsAreEqualBytes(
      @ForAll("counts") EdgeCounts a, @ForAll("counts") EdgeCounts b) {
    assertThat(EdgeCounts.fromProto(a.toProto())).isEqualTo(a);
    assertThat(a.plus(b).toProto().toByteString()).isEqualTo(b.plus(a).toProto().toByteString());
  }

  @Property(tries = 100)
  void splittingTheInputIntoBatchesChangesNothing(
      @ForAll("deltas") List<EdgeCounts> deltas, @ForAll("splits") int batch) {
    EdgeCounts whole = deltas.stream().reduce(EdgeCounts.NONE, EdgeCounts::plus);
    EdgeCounts batched = EdgeCounts.NONE;
    for (int from = 0; from < deltas.size(); from += batch) {
      batched =
          batched.plus(
              deltas.subList(from, Math.min(deltas.size(), from + batch)).stream()
                  .reduce(EdgeCounts.NONE, EdgeCounts::plus));
    }
    assertThat(batched).isEqualTo(whole);
  }

  /** More names than a window keeps apart, split anywhere: the same ones stay. */
  @Property(tries = 20)
  void capKeepsTheSameNamesHoweverTheInputIsSplit(@ForAll("splits") int split) {
    List<DnsTally> queries = new ArrayList<>();
    for (int i = 0; i < 3 * DnsTally.NAMES_MAX; i++) {
      queries.add(DnsTally.query("n" + i % 500 + ".example."));
    }
    int at = split * queries.size() / 50;
    DnsTally whole = queries.stream().reduce(DnsTally.NONE, DnsTally::plus);
    DnsTally left = queries.subList(0, at).stream().reduce(DnsTally.NONE, DnsTally::plus);
    DnsTally right =
        queries.subList(at, queries.size()).stream().reduce(DnsTally.NONE, DnsTally::plus);
    assertThat(left.plus(right)).isEqualTo(whole);
    assertThat(right.plus(left)).isEqualTo(whole);
    assertThat(whole.names()).hasSize(DnsTally.NAMES_MAX + 1).containsKey(DnsTally.OTHER);
    assertThat(whole.names().values().stream().mapToLong(DnsTally.Name::queries).sum())
        .isEqualTo(queries.size());
  }

  @Provide
  Arbitrary<Integer> splits() {
    return Arbitraries.integers().between(1, 49);
  }

  @Provide
  Arbitrary<List<EdgeCounts>> deltas() {
    return one().list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<EdgeCounts> counts() {
    return one()
        .list()
        .ofMaxSize(8)
        .map(list -> list.stream().reduce(EdgeCounts.NONE, EdgeCounts::plus));
  }

  private static Arbitrary<EdgeCounts> one() {
    Arbitrary<Long> times = Arbitraries.longs().between(1, 4_000_000_000_000_000_000L);
    Arbitrary<Long> latencies = Arbitraries.longs().between(1, 100_000_000_000L);
    Arbitrary<String> texts = Arbitraries.of("a", "b", "c", "200", "503", "NOERROR");
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 8);
    return Combinators.combine(times, latencies, texts, texts, kinds)
        .as(
            (time, latency, x, y, kind) -> {
              EdgeCounts flow =
                  EdgeCounts.flow(time, NamedCounts.one(x), NamedCounts.one(y), NamedCounts.NONE);
              Latencies timed = Latencies.of(latency, 500_000_000);
              return switch (kind) {
                case 0 -> flow.plus(HttpTally.request(new HttpCallTally.Key(x, "/" + y)));
                case 1 -> flow.plus(HttpTally.response(new HttpCallTally.Key(x, "/"), y, timed));
                case 2 -> flow.plus(DnsTally.query(x));
                case 3 -> flow.plus(DnsTally.answer(x, y, timed));
                case 4 -> flow.plus(TcpTally.ATTEMPT).plus(TcpTally.RESET);
                case 7 -> flow.plus(EdgeCounts.custom(CustomTally.one(x, time % 2 == 0)));
                case 8 -> flow.plus(EdgeCounts.sampledOut(9)).plus(TcpTally.pathLost(1));
                case 5 ->
                    EdgeCounts.flow(
                        time, NamedCounts.one(x), NamedCounts.one(y), NamedCounts.one(x));
                default ->
                    flow.plus(KafkaTally.of(new KafkaTally.Key(x, y), new KafkaTally.Calls(1, 0)));
              };
            });
  }
}
