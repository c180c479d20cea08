package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.storage.FlowTerms;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Match;
import io.weir.storage.FlowTerms.Term;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PushdownTest {
  @Property(tries = 5_000)
  void whatPassesTheExactFilterHoldsForTheTerms(@ForAll long seed) {
    Random random = new Random(seed);
    List<FlowFilter> whitelist =
        random.ints(random.nextInt(3)).mapToObj(i -> FewValues.filter(random)).toList();
    var exact = FlowFilters.compile(whitelist, List.of());
    List<FlowTerms> terms = Pushdown.of(whitelist);
    for (int i = 0; i < 50; i++) {
      Flow flow = FewValues.flow(random);
      if (exact.test(flow)) {
        assertThat(ReferenceTerms.anyHolds(terms, flow))
            .as("seed %d: %s holds for %s, filters %s", seed, terms, flow, whitelist)
            .isTrue();
      }
    }
  }

  @Test
  void pushesDownWhatColumnsCover() {
    FlowFilter filter =
        FlowFilter.newBuilder().addSourcePod("shop/cart").addVerdictValue(2).addReply(true).build();
    assertThat(Pushdown.of(List.of(filter)))
        .containsExactly(
            new FlowTerms(
                List.of(
                    new Term(Column.SOURCE_NAMESPACE, Match.EQUALS, Set.of("shop")),
                    new Term(Column.SOURCE_POD, Match.PREFIX, Set.of("cart")),
                    new Term(Column.VERDICT, Match.EQUALS, Set.of("DROPPED")))));
  }

  @Test
  void asksForEverythingWhenOneFilterHasNoTerms() {
    FlowFilter narrow = FlowFilter.newBuilder().addVerdictValue(2).build();
    FlowFilter wide = FlowFilter.newBuilder().addReply(true).build();
    assertThat(Pushdown.of(List.of(narrow, wide))).isEmpty();
  }
}
