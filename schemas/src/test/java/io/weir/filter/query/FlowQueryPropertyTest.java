package io.weir.filter.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;

class FlowQueryPropertyTest {
  /** The parse of a query that was printed; null where its terms contradict each other. */
  private static @Nullable FlowQuery reread(FlowQuery query) {
    try {
      return FlowQuery.parse(query.text());
    } catch (QueryException e) {
      assertThat(e.getMessage()).containsAnyOf("cannot be combined", "contradicts", "namespace");
      return null;
    }
  }

  @Property
  void whatIsPrintedIsReadBack(@ForAll long seed) {
    FlowQuery query = Samples.query(new Random(seed), 4);

    FlowQuery read = reread(query);

    if (read != null) {
      assertThat(read).as(query.text()).isEqualTo(query);
      assertThat(read.whitelist()).isEqualTo(query.whitelist());
      assertThat(read.blacklist()).isEqualTo(query.blacklist());
    }
  }

  /** One term never contradicts another, so each must come back. */
  @Property
  void everyTermIsReadBack(@ForAll long seed) {
    Random random = new Random(seed);
    Key key = Key.ALL.get(random.nextInt(Key.ALL.size()));
    FlowQuery query =
        new FlowQuery(
            java.util.List.of(
                new Term(random.nextBoolean(), key, java.util.List.of(Samples.any(key, random)))));

    assertThat(reread(query)).as(query.text()).isEqualTo(query);
  }

  @Property
  void anyTextIsUnderstoodOrNamesAPlaceInIt(@ForAll @StringLength(max = 40) String text) {
    try {
      FlowQuery.parse(text);
    } catch (QueryException e) {
      assertThat(e.at()).isBetween(0, text.length());
      assertThat(e.at() + e.length()).isLessThanOrEqualTo(text.length());
    }
  }

  /** Whatever was typed, and wherever the caret is. */
  @Property
  void completionNeverFails(@ForAll long seed, @ForAll @StringLength(max = 20) String more) {
    Random random = new Random(seed);
    String text = Samples.query(random, 2).text() + " " + more;
    int caret = random.nextInt(text.length() + 1);

    Completion completion = Completion.at(text, caret, key -> java.util.List.of("seen", "a b"));

    assertThat(completion.from()).isBetween(0, caret);
    assertThat(completion.to()).isBetween(completion.from(), text.length());
  }
}
