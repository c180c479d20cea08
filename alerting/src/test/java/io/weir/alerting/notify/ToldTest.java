package io.weir.alerting.notify;

import static io.weir.alerting.notify.TestAlerts.START;
import static io.weir.alerting.notify.TestAlerts.open;
import static io.weir.alerting.notify.TestAlerts.over;
import static io.weir.alerting.notify.TestAlerts.saying;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldTest {
  private static final Instant LATER = START.plusSeconds(60);

  private final Told told = new Told(List.of());

  @Test
  void aBeginIsNewsUntilItWasHeard() {
    assertThat(told.news(List.of(open("cart")), LATER)).containsExactly(open("cart"));
    assertThat(told.news(List.of(open("cart")), LATER)).containsExactly(open("cart"));
    told.heard(open("cart"), LATER);
    assertThat(told.news(List.of(open("cart")), LATER)).isEmpty();
  }

  @Test
  void anEndIsNewsToWhoHeardOfTheBegin() {
    told.heard(open("cart"), LATER);
    Alert end = over(open("cart"), LATER);
    assertThat(told.news(List.of(end), LATER)).containsExactly(end);
    told.heard(end, LATER);
    assertThat(told.news(List.of(end), LATER)).isEmpty();
  }

  @Test
  void anEndIsNoNewsToOthers() {
    assertThat(told.news(List.of(over(open("cart"), LATER)), LATER)).isEmpty();
  }

  /** After a restart an end is known with its own time alone. */
  @Test
  void anEndHasTheBeginThatWasTold() {
    told.heard(open("cart"), LATER);
    Instant end = START.plusSeconds(30);
    assertThat(told.news(List.of(over(open("cart", end), end)), LATER))
        .containsExactly(over(open("cart"), end));
  }

  /** It was over for so long that nobody speaks of it any more, or its rule was withdrawn. */
  @Test
  void whatNobodySpeaksOfIsOverAfterAWhile() {
    told.heard(open("cart"), LATER);
    Instant due = LATER.plus(Told.MISSING_MAX);
    assertThat(told.news(List.of(), LATER)).isEmpty();
    assertThat(told.news(List.of(), due.minusSeconds(1))).isEmpty();
    assertThat(told.news(List.of(), due)).containsExactly(over(open("cart"), LATER));
  }

  /** After a start an alert is held back until its incident is known. */
  @Test
  void whatIsSpokenOfAgainIsNotOver() {
    told.heard(open("cart"), LATER);
    assertThat(told.news(List.of(), LATER)).isEmpty();
    assertThat(told.news(List.of(open("cart")), LATER.plusSeconds(20))).isEmpty();
    assertThat(told.news(List.of(), LATER.plus(Told.MISSING_MAX))).isEmpty();
  }

  @Test
  void whatBeganAgainEndedBefore() {
    told.heard(open("cart"), LATER);
    Alert again = open("cart", LATER);
    assertThat(told.news(List.of(again), LATER.plusSeconds(1)))
        .containsExactly(over(open("cart"), LATER), again);
  }

  @Test
  void otherWordsAreNewsWhenTheLastAreOld() {
    told.heard(open("cart"), LATER);
    Alert worse = saying("cart: 9,000 of 52,000 bad in 1h", open("cart"));
    Instant due = LATER.plus(Told.WORDS_KEPT);
    assertThat(told.news(List.of(worse), due.minusSeconds(1))).isEmpty();
    assertThat(told.news(List.of(worse), due)).containsExactly(worse);
    told.heard(worse, due);
    assertThat(told.news(List.of(worse), due.plus(Told.WORDS_KEPT))).isEmpty();
  }

  /** Whatever happens and whatever gets through: begins and ends take turns, each in its order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aReceiverHearsOfEachEndOnceAndOfNothingTwice(long seed) {
    Random random = new Random(seed);
    TreeMap<String, Instant> believes = new TreeMap<>();
    TreeMap<String, Alert> stands = new TreeMap<>();
    Instant now = START;
    for (int step = 0; step < 500; step++) {
      now = now.plusSeconds(10);
      change(stands, random, now);
      for (Alert alert : told.news(List.copyOf(stands.values()), now)) {
        if (random.nextInt(3) == 0) {
          break; // the receiver is away
        }
        told.heard(alert, now);
        Instant was = believes.remove(Told.id(alert));
        if (alert.resolvedAt().isPresent()) {
          assertThat(was).as("seed %d, step %d", seed, step).isEqualTo(alert.startsAt());
        } else {
          assertThat(was).as("seed %d, step %d", seed, step).isNull();
          believes.put(Told.id(alert), alert.startsAt());
        }
      }
    }
    List<Alert> open = new ArrayList<>(stands.values());
    open.removeIf(alert -> alert.resolvedAt().isPresent());
    for (Instant at : List.of(now, now.plus(Told.MISSING_MAX))) {
      for (Alert alert : told.news(open, at)) {
        told.heard(alert, at);
        if (alert.resolvedAt().isPresent()) {
          believes.remove(Told.id(alert));
        } else {
          believes.put(Told.id(alert), alert.startsAt());
        }
      }
    }
    assertThat(believes.keySet())
        .as("seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(open.stream().map(Told::id).toList());
  }

  private static void change(TreeMap<String, Alert> stands, Random random, Instant now) {
    String slo = "slo-" + random.nextInt(4);
    Alert is = stands.get(slo);
    if (is == null || is.resolvedAt().isPresent()) {
      stands.put(slo, open(slo, now));
    } else if (random.nextBoolean()) {
      stands.put(slo, over(is, now));
    } else {
      stands.remove(slo);
    }
  }
}
