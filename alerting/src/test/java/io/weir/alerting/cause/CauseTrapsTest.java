package io.weir.alerting.cause;

import static io.weir.alerting.cause.TestShop.BASELINE;
import static io.weir.alerting.cause.TestShop.FRONTEND;
import static io.weir.alerting.cause.TestShop.FRONTEND_LATENCY;
import static io.weir.alerting.cause.TestShop.WINDOWS;
import static io.weir.alerting.cause.TestShop.dns;
import static io.weir.alerting.cause.TestShop.http;
import static io.weir.alerting.cause.TestShop.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What looks like a cause and is none. */
class CauseTrapsTest {
  private static List<CauseKind> kinds(Diagnosis diagnosis) {
    return diagnosis.causes().stream().map(Cause::kind).toList();
  }

  @Test
  void nothingBadIsNothingToExplain() {
    Diagnosis diagnosis = new TestShop().fine("world", "frontend").ask(FRONTEND);
    assertThat(diagnosis.isFound()).isFalse();
    assertThat(diagnosis.sentence()).startsWith("No cause found").endsWith("within chance.");
  }

  @Test
  void aServiceThatFailsByItselfHasNoCauseFound() {
    Diagnosis diagnosis =
        new TestShop()
            .failing("world", "frontend", 30)
            .fine("frontend", "cart")
            .edge("frontend", "dns", dns("SERVFAIL", 1), dns("SERVFAIL", 1))
            .ask(FRONTEND);
    assertThat(diagnosis.isFound()).isFalse();
    assertThat(diagnosis.sentence()).contains("90 of 300 events were bad");
    assertThat(diagnosis.layer()).isEqualTo(Layer.APPLICATION);
  }

  /** redis is reset now and then, as ever, by everybody. */
  @Test
  void noiseThatWasThereBefore() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0))
            .edge(
                "frontend",
                "redis",
                tcp(0, 0).andThen(counts -> counts.getTcpBuilder().setReset(20)),
                tcp(0, 0).andThen(counts -> counts.getTcpBuilder().setReset(22)));
    assertThat(kinds(shop.ask(FRONTEND))).containsExactly(CauseKind.CONNECT_REFUSED);
  }

  /** Elsewhere, at the same time, on services that are none of frontend's business. */
  @Test
  void noiseElsewhere() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0))
            .edge("batch", "store", tcp(0, 0), tcp(0, 100));
    for (int i = BASELINE; i < WINDOWS; i++) {
      shop.drop("POLICY_DENIED", "policy", "batch", "store", "n1", i, 100);
      shop.probe("store", i, Probe.FailureClass.TIMEOUT);
      shop.container("store", i, report -> report.setOomKills(1));
    }
    assertThat(kinds(shop.ask(FRONTEND))).containsExactly(CauseKind.CONNECT_REFUSED);
  }

  /** Everybody has it, also those who are well: then it is not what hurts. */
  @Test
  void whatOthersHaveAsWellAndAreFine() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 0).andThen(c -> resets(c, 30)))
            .fine("world", "search")
            .edge("search", "index", tcp(0, 0), tcp(0, 0).andThen(c -> resets(c, 30)));
    assertThat(shop.first(FRONTEND).score().specificity()).isZero();
    TestShop alone =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 0).andThen(c -> resets(c, 30)))
            .fine("world", "search")
            .edge("search", "index", tcp(0, 0), tcp(0, 0));
    assertThat(alone.first(FRONTEND).score().specificity()).isEqualTo(1);
    assertThat(alone.first(FRONTEND).score().value())
        .isGreaterThan(shop.first(FRONTEND).score().value());
  }

  private static void resets(io.weir.series.v1.EdgeCounts.Builder counts, long resets) {
    counts.getTcpBuilder().setReset(resets);
  }

  /** frontend asks cart again when it fails; that makes more of everything, and is no cause. */
  @Test
  void aVictimsRetries() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0))
            .edge(
                "frontend",
                "stock",
                http(0),
                http(0)
                    .andThen(counts -> counts.getTcpBuilder().setAttempts(300).setEstablished(300))
                    .andThen(counts -> counts.getHttpBuilder().setRequests(300)));
    assertThat(kinds(shop.ask(FRONTEND))).containsExactly(CauseKind.CONNECT_REFUSED);
  }

  @Test
  void aBusyButFineDependency() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge(
                "frontend",
                "cart",
                http(1),
                http(3)
                    .andThen(
                        counts ->
                            counts
                                .getHttpBuilder()
                                .setRequests(1000)
                                .addResponses(TestShop.count("200", 900))));
    assertThat(shop.ask(FRONTEND).isFound()).isFalse();
  }

  /** The resolver fails for batch alone, and frontend burns for another reason. */
  @Test
  void dnsThatFailsForAnotherClient() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0))
            .edge("frontend", "dns", dns("SERVFAIL", 0), dns("SERVFAIL", 0))
            .edge("batch", "dns", dns("SERVFAIL", 0), dns("SERVFAIL", 100));
    assertThat(kinds(shop.ask(FRONTEND))).containsExactly(CauseKind.CONNECT_REFUSED);
  }

  @Test
  void dnsThatFailsForOneClientSaysSo() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "dns", dns("SERVFAIL", 0), dns("SERVFAIL", 30))
            .edge("batch", "dns", dns("SERVFAIL", 0), dns("SERVFAIL", 0));
    assertThat(shop.first(FRONTEND).sentence()).contains("1 of 2 clients");
  }

  @Test
  void whatEndedBeforeTheIncident() {
    TestShop shop = new TestShop().failing("world", "frontend", 30).fine("frontend", "cart");
    for (int i = 0; i < WINDOWS; i++) {
      boolean early = i >= 2 && i < 4;
      shop.window("frontend", "stock", i, early ? tcp(80, 0) : tcp(0, 0));
      if (early) {
        shop.drop("POLICY_DENIED", "policy", "frontend", "cart", "n1", i, 90);
        shop.container("frontend", i, report -> report.setOomKills(1));
      }
    }
    assertThat(shop.ask(FRONTEND).isFound()).isFalse();
  }

  /** Refusals begin when frontend has failed for a minute: its own consequence, not its cause. */
  @Test
  void whatCameLater() {
    Frame frame = new Frame(TestShop.WINDOW_NS, 0, 6 * TestShop.WINDOW_NS, 20 * TestShop.WINDOW_NS);
    TestShop shop = new TestShop();
    for (int i = 0; i < 20; i++) {
      shop.window("world", "frontend", i, i < 6 ? http(0) : http(30));
      shop.window("frontend", "cart", i, i < 14 ? tcp(0, 0) : tcp(90, 0));
    }
    CauseInput input =
        new CauseInput(
            FRONTEND,
            frame,
            shop.edges,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Sightings.none());
    assertThat(CauseFinder.find(input).isFound()).isFalse();
  }

  /** cart and stock call each other: the search ends, and the one that is killed is named. */
  @Test
  void aCycleInTheGraph() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .failing("frontend", "cart", 30)
            .failing("cart", "stock", 30)
            .failing("stock", "cart", 30)
            .failing("cart", "frontend", 30)
            .failing("cart", "cart", 30);
    for (int i = BASELINE; i < WINDOWS; i++) {
      shop.container("stock", i, report -> report.setOomKills(1));
    }
    assertThat(shop.first(FRONTEND).key()).isEqualTo("oom-kill shop/stock");
  }

  @Test
  void anAlertThatCameLateFindsTheBeginning() {
    Frame late = new Frame(TestShop.WINDOW_NS, 0, 8 * TestShop.WINDOW_NS, 9 * TestShop.WINDOW_NS);
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0));
    CauseInput input = shop.input(FRONTEND);
    Diagnosis diagnosis =
        CauseFinder.find(
            new CauseInput(
                FRONTEND,
                late,
                input.edges(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Sightings.none()));
    assertThat(diagnosis.startNs()).isEqualTo(6 * TestShop.WINDOW_NS);
    assertThat(diagnosis.causes().get(0).score().timing()).isEqualTo(1);
  }

  /** The same failure an hour ago must not make this one look usual. */
  @Test
  void anEarlierIncidentIsNotUsual() {
    TestShop shop = new TestShop();
    for (int i = 0; i < WINDOWS; i++) {
      boolean bad = i == 1 || i == 2 || i >= BASELINE;
      shop.window("world", "frontend", i, bad ? http(30) : http(0));
      shop.window("frontend", "cart", i, bad ? tcp(30, 0) : tcp(0, 0));
    }
    assertThat(shop.first(FRONTEND).score()).isEqualTo(new Score(1, 1, 0.5, 1));
  }

  @Test
  void theOrderOfRecordsDoesNotMatter() {
    TestShop shop =
        new TestShop()
            .edge("world", "frontend", http(0), http(0, 40))
            .edge("frontend", "cart", http(0), http(0, 40))
            .edge("frontend", "stock", tcp(0, 0), tcp(0, 10));
    Diagnosis one = shop.ask(FRONTEND_LATENCY);
    List<io.weir.series.v1.EdgeWindow> shuffled = new ArrayList<>(shop.edges);
    Collections.shuffle(shuffled, new Random(1));
    CauseInput input = shop.input(FRONTEND_LATENCY);
    Diagnosis other =
        CauseFinder.find(
            new CauseInput(
                FRONTEND_LATENCY,
                input.frame(),
                shuffled,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Sightings.none()));
    assertThat(other).isEqualTo(one);
  }

  /** Reports of the answers were lost, as many as there are unanswered connects. */
  @Test
  void silenceOfNodesThatLostReports() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 30));
    shop.edges.replaceAll(
        window -> {
          var covered = window.toBuilder();
          covered.getCoverageBuilder().setLost(40);
          return covered.build();
        });
    assertThat(shop.ask(FRONTEND).isFound()).isFalse();
  }

  @Test
  void atMostTenAreNamed() {
    TestShop shop = new TestShop().failing("world", "frontend", 30);
    for (int i = 0; i < 40; i++) {
      shop.failing("frontend", "service-" + i, 30);
    }
    assertThat(shop.ask(FRONTEND).causes()).hasSize(CauseFinder.CAUSES_MAX);
  }
}
