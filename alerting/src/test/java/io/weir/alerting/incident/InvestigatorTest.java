package io.weir.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.cause.Sightings;
import io.weir.alerting.cause.TestShop;
import io.weir.alerting.slo.AlertRules;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.Maintenance;
import io.weir.alerting.slo.Objective;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import io.weir.alerting.slo.Target;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** frontend calls checkout calls payment, and payment fails from the seventh window on. */
class InvestigatorTest {
  private static final long NOW_NS = 9 * TestShop.WINDOW_NS;
  private static final List<String> SERVICES = List.of("frontend", "checkout", "payment", "search");

  private final TestShop shop =
      new TestShop()
          .failing("ingress", "frontend", 30)
          .failing("frontend", "checkout", 30)
          .failing("checkout", "payment", 40)
          .fine("frontend", "search");
  private final List<Surroundings.Asked> asked = new ArrayList<>();
  private final Incidents incidents = new Incidents();
  private boolean broken;
  private final Investigator investigator =
      new Investigator(this::read, InvestigatorTest::slo, incidents);

  private Optional<Surroundings> read(Surroundings.Asked of) {
    asked.add(of);
    if (broken) {
      throw new IllegalStateException("The archive is away.");
    }
    return Optional.of(
        new Surroundings(
            TestShop.FRAME,
            shop.edges,
            slis(),
            List.of(),
            List.of(),
            List.of(),
            Sightings.none(),
            ""));
  }

  /** {@code payment}, and {@code payment-7} about the same service. */
  private static Optional<Slo> slo(String id) {
    String service = id.replaceAll("-\\d+$", "");
    return SERVICES.contains(service)
        ? Optional.of(
            new Slo(
                id,
                id,
                Map.of(),
                IndicatorSelector.ofService("http-availability", "*/shop/*/" + service),
                new Objective(
                    Target.of("0.999"),
                    new BudgetMethod.Occurrences(),
                    new Period.Rolling(Duration.ofDays(30))),
                AlertRules.of(BurnRule.standard(Duration.ofDays(30))),
                Maintenance.NONE,
                Instant.EPOCH))
        : Optional.empty();
  }

  private static List<SliWindow> slis() {
    List<SliWindow> slis = new ArrayList<>();
    for (String service : SERVICES) {
      for (int i = 0; i < 9; i++) {
        boolean bad = i >= 6 && !service.equals("search");
        slis.add(
            SliWindow.newBuilder()
                .setIndicator("http-availability")
                .setServer(
                    Peer.newBuilder()
                        .setCluster("c")
                        .setNamespace("shop")
                        .setKind("Deployment")
                        .setName(service))
                .setWindow(
                    Window.newBuilder()
                        .setStartNs(i * TestShop.WINDOW_NS)
                        .setLengthNs(TestShop.WINDOW_NS))
                .setGood(bad ? 70 : 100)
                .setTotal(100)
                .build());
      }
    }
    return slis;
  }

  private static AlertState alert(String slo) {
    return AlertState.newBuilder()
        .setFingerprint(slo)
        .setSlo(slo)
        .setPolicy("page-1h")
        .setSeverity("page")
        .setOpen(true)
        .setOpenedNs(8 * TestShop.WINDOW_NS)
        .setShortWindowNs(2 * TestShop.WINDOW_NS)
        .setLongWindowNs(20 * TestShop.WINDOW_NS)
        .setBurnRate(300)
        .build();
  }

  private Incident only() {
    assertThat(incidents.all()).hasSize(1);
    return incidents.all().iterator().next();
  }

  @Test
  void callersAreAffectedByWhatTheyDependOn() {
    investigator.step(
        List.of(alert("frontend"), alert("checkout"), alert("payment")), NOW_NS, 1_000);
    assertThat(only().getAlert().getSlo()).isEqualTo("payment");
    assertThat(only().getMembersList()).hasSize(3);
    assertThat(asked).as("one look for all of them").hasSize(1);
    assertThat(asked.get(0).indicators()).containsExactly("http-availability");
  }

  @Test
  void theIncidentSaysWhyItsAlertBurns() {
    investigator.step(List.of(alert("frontend")), NOW_NS, 1_000);
    assertThat(only().getDiagnosis().getServer()).isEqualTo(TestShop.peer("frontend"));
    assertThat(only().getDiagnosis().getBad()).isEqualTo(90);
    assertThat(only().getDiagnosis().getTotal()).isEqualTo(300);
    assertThat(only().getDiagnosis().getBeganNs()).isEqualTo(6 * TestShop.WINDOW_NS);
    assertThat(only().getDiagnosis().getLookedNs()).isEqualTo(NOW_NS);
    assertThat(only().getDiagnosis().getCausesList())
        .extracting(io.weir.slo.v1.Cause::getSubject)
        .anyMatch(subject -> subject.contains("payment"));
  }

  /** Or a fault that is told after most of an hour would look like what is usual. */
  @Test
  void whatIsUsualBeginsTwoLongWindowsBeforeTheAlert() {
    AlertState alert = alert("payment");
    long hourNs = Duration.ofHours(1).toNanos();
    long startNs = alert.getOpenedNs() - alert.getShortWindowNs();
    investigator.step(List.of(alert.toBuilder().setLongWindowNs(hourNs).build()), NOW_NS, 1_000);
    assertThat(asked.get(0).startNs()).isEqualTo(startNs);
    assertThat(asked.get(0).baselineNs()).isEqualTo(alert.getOpenedNs() - 2 * hourNs);
    investigator.step(List.of(alert), NOW_NS, 11_000);
    assertThat(asked.get(1).baselineNs())
        .as("half an hour at least")
        .isEqualTo(startNs - Duration.ofMinutes(30).toNanos());
  }

  @Test
  void itLooksAgainWhileMoreComesIn() {
    List<AlertState> open = List.of(alert("payment"));
    investigator.step(open, NOW_NS, 1_000);
    assertThat(investigator.isAnyDue(open, 10_999)).isFalse();
    assertThat(investigator.isAnyDue(open, 11_000)).isTrue();
    assertThat(investigator.step(open, NOW_NS, 11_000)).as("nothing new came in").isEmpty();
    assertThat(asked).hasSize(2);
    long halfAnHour = Duration.ofMinutes(31).toMillis();
    assertThat(investigator.isAnyDue(open, halfAnHour)).as("all has come in").isFalse();
  }

  /** It has come to second 90 of event time, and the alert counts windows up to 200 s. */
  @Test
  void anAlertWaitsForAnArchiveThatIsBehindButNotForLong() {
    AlertState ahead = alert("payment").toBuilder().setUpdatedNs(20 * TestShop.WINDOW_NS).build();
    List<AlertState> open = List.of(ahead);
    investigator.step(open, NOW_NS, 1_000);
    assertThat(incidents.all()).isEmpty();
    assertThat(investigator.isAnyDue(open, 1_999)).isFalse();
    assertThat(investigator.isAnyDue(open, 2_000)).isTrue();
    investigator.step(open, NOW_NS, 12_999);
    assertThat(incidents.all()).isEmpty();
    investigator.step(open, NOW_NS, 13_999);
    assertThat(only().hasDiagnosis()).as("with what is there").isTrue();
  }

  /** Windows come early and are revised: the same windows, and not yet what is bad in them. */
  @Test
  void anAlertWaitsForTheLastStateOfItsWindows() {
    AlertState more =
        alert("search").toBuilder()
            .setInWindow(AlertState.Tally.newBuilder().setBad(40).setTotal(300))
            .build();
    investigator.step(List.of(more), NOW_NS, 1_000);
    assertThat(incidents.all()).isEmpty();
    investigator.step(List.of(more), NOW_NS, 13_500);
    assertThat(only().getDiagnosis().getSentence()).startsWith("No cause found: 0 of 300 events");
    assertThat(investigator.isAnyDue(List.of(more), 15_000)).as("not every second").isFalse();
  }

  /** A large outage is when one page matters most. */
  @Test
  void manyThatBurnForOneReasonAreOneIncidentThoughTheyTakeTurns() {
    List<AlertState> open = new ArrayList<>();
    for (int i = 0; i < 3 * Investigator.AT_ONCE; i++) {
      open.add(alert("payment").toBuilder().setFingerprint("f" + i).setSlo("payment-" + i).build());
    }
    int steps = 0;
    while (investigator.isAnyDue(open, 1_000)) {
      investigator.step(open, NOW_NS, 1_000);
      assertThat(++steps).isLessThanOrEqualTo(3);
      assertThat(incidents.all()).hasSize(1);
    }
    assertThat(steps).isEqualTo(3);
    assertThat(only().getMembersCount()).isEqualTo(open.size());
  }

  @Test
  void anArchiveThatIsAwayHoldsNothingUp() {
    broken = true;
    investigator.step(List.of(alert("frontend"), alert("payment")), NOW_NS, 1_000);
    assertThat(incidents.all()).hasSize(2).noneMatch(Incident::hasDiagnosis);
    broken = false;
    List<AlertState> open = List.of(alert("frontend"), alert("payment"));
    investigator.step(open, NOW_NS, 11_000);
    assertThat(incidents.all()).as("what was told stays told").hasSize(2);
    assertThat(incidents.all()).allMatch(Incident::hasDiagnosis);
  }

  @Test
  void anObjectiveThatIsNoLongerInForceIsAnIncidentWithoutCauses() {
    investigator.step(List.of(alert("gone")), NOW_NS, 1_000);
    assertThat(only().hasDiagnosis()).isFalse();
  }
}
