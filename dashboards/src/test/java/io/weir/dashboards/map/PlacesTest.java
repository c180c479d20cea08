package io.weir.dashboards.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:20:30Z");
  private static final MapGraph ALL = Graphs.any(30, 4, 60, 1);
  private static final MapGraph SOME = Graphs.without(ALL, 3, 0);

  private static Places after(Places places, MapGraph graph, Instant at) {
    return places.with(graph, at).places();
  }

  @Test
  void whoIsGoneHasItsPlaceBackWithinSevenDays() {
    Places first = after(Places.NONE, ALL, NOW);
    Places.Update later =
        after(first, SOME, NOW.plus(Duration.ofDays(3))).with(ALL, NOW.plus(Duration.ofDays(7)));

    assertThat(later.arrangement()).isEqualTo(first.arrangement());
    assertThat(later.forgottenByAge()).isZero();
  }

  @Test
  void afterSevenDaysThePlaceIsFree() {
    Places first = after(Places.NONE, ALL, NOW);
    Places.Update later = first.with(SOME, NOW.plus(Duration.ofDays(7)).plus(Duration.ofHours(1)));

    assertThat(later.forgottenByAge()).isEqualTo(10);
    assertThat(later.places().seen().keySet()).isEqualTo(SOME.groups().keySet());
    assertThat(first.arrangement().nodes())
        .as("the others stay")
        .containsAllEntriesOf(later.arrangement().nodes());
  }

  @Test
  void whoIsOnTheMapIsNeverTooOld() {
    Places first = after(Places.NONE, ALL, NOW);

    Places.Update later = first.with(ALL, NOW.plus(Duration.ofDays(70)));

    assertThat(later.arrangement()).isEqualTo(first.arrangement());
    assertThat(later.forgottenByAge()).isZero();
  }

  /** Written down only when something changed. */
  @Test
  void withinAnHourTheSameMapChangesNothing() {
    Places first = after(Places.NONE, ALL, NOW);
    assertThat(after(first, ALL, NOW.plus(Duration.ofMinutes(30)))).isEqualTo(first);
  }

  @Test
  void beyondTheLimitTheOldestAreForgotten() {
    MapGraph old = Graphs.any(Places.NODES_MAX, 40, 0, 2);
    MapGraph more = Graphs.any(Places.NODES_MAX + 20, 40, 0, 2);
    Places full = after(Places.NONE, old, NOW);
    Places refreshed = after(full, Graphs.without(old, 100, 7), NOW.plus(Duration.ofHours(1)));

    Places.Update over =
        refreshed.with(Graphs.without(more, 100, 7), NOW.plus(Duration.ofHours(2)));

    assertThat(over.forgottenByLimit()).as("one of the 20 was left out").isEqualTo(19);
    assertThat(over.places().seen()).hasSize(Places.NODES_MAX);
    assertThat(over.places().seen().keySet())
        .as("everybody on the map is kept, and 31 of the 50 who are gone")
        .containsAll(Graphs.without(more, 100, 7).groups().keySet());
  }

  @Test
  void aMapOfMoreThanTheLimitIsWhole() {
    MapGraph large = Graphs.any(Places.NODES_MAX + 5, 40, 0, 3);

    Places.Update update = Places.NONE.with(large, NOW);

    assertThat(update.arrangement().nodes()).hasSize(Places.NODES_MAX + 5);
    assertThat(update.places().seen()).hasSize(Places.NODES_MAX);
    assertThat(update.forgottenByLimit()).isEqualTo(5);
  }
}
