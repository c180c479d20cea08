package io.weir.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.incident.Incidents.Group;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Group SHOP = new Group("payment", Set.of("payment", "checkout", "frontend"));

  private final Incidents incidents = new Incidents();

  private static AlertState alert(String slo, String rule, String severity, long openedSeconds) {
    return AlertState.newBuilder()
        .setFingerprint(slo + "." + rule)
        .setSlo(slo)
        .setPolicy(rule)
        .setSeverity(severity)
        .setOpen(true)
        .setOpenedNs(openedSeconds * SECOND)
        .build();
  }

  private static AlertState page(String slo, long openedSeconds) {
    return alert(slo, "page-1h", "page", openedSeconds);
  }

  private Set<String> step(long seconds, List<Group> groups, AlertState... open) {
    return incidents.step(List.of(open), groups, seconds * SECOND);
  }

  private List<String> told() {
    return incidents.all().stream()
        .filter(incident -> incident.getClosedNs() == 0)
        .map(incident -> incident.getAlert().getFingerprint())
        .toList();
  }

  private Incident only() {
    assertThat(incidents.all()).hasSize(1);
    return incidents.all().iterator().next();
  }

  @Test
  void ofThoseThatOpenTogetherTheRootIsTold() {
    step(10, List.of(SHOP), page("frontend", 5), page("payment", 9), page("checkout", 7));
    assertThat(told()).containsExactly("payment.page-1h");
    assertThat(only().getMembersList())
        .extracting(Incident.Member::getSlo)
        .containsExactly("payment", "frontend", "checkout");
  }

  @Test
  void whatDependsOnNothingInTroubleIsAnIncidentOfItsOwn() {
    step(10, List.of(SHOP), page("payment", 5), page("search", 6));
    assertThat(told()).containsExactlyInAnyOrder("payment.page-1h", "search.page-1h");
  }

  /** The caller burned first, and somebody was woken: the root wakes nobody again. */
  @Test
  void aRootThatComesLaterJoins() {
    step(10, List.of(), page("frontend", 5));
    Set<String> changed = step(60, List.of(SHOP), page("frontend", 5), page("payment", 55));
    assertThat(told()).containsExactly("frontend.page-1h");
    assertThat(only().getRoot()).isEqualTo("payment");
    assertThat(changed).containsExactly(only().getId());
  }

  /** frontend calls payment and catalog; payment failed first, and frontend burns for it. */
  @Test
  void aCallerOfBothDoesNotHideTheSecondTrouble() {
    Group payment = new Group("payment", Set.of("payment", "frontend"));
    Group catalog = new Group("catalog", Set.of("catalog", "frontend"));
    step(10, List.of(payment), page("payment", 5), page("frontend", 6));
    step(60, List.of(catalog), page("payment", 5), page("frontend", 6), page("catalog", 55));
    assertThat(told()).containsExactlyInAnyOrder("payment.page-1h", "catalog.page-1h");
  }

  /** Its root recovered, and a caller's slower rule fires: nobody is woken for that. */
  @Test
  void anotherRuleOfWhoIsAffectedJoins() {
    AlertState slower = alert("frontend", "page-6h", "page", 50);
    step(10, List.of(SHOP), page("payment", 5), page("frontend", 6));
    step(60, List.of(new Group("frontend", Set.of("frontend"))), page("frontend", 6), slower);
    assertThat(told()).containsExactly("payment.page-1h");
  }

  @Test
  void aPageIsToldThoughATicketWas() {
    AlertState ticket = alert("frontend", "ticket-1d", "ticket", 5);
    step(10, List.of(SHOP), ticket);
    step(60, List.of(SHOP), ticket, page("payment", 55));
    assertThat(told()).containsExactlyInAnyOrder("frontend.ticket-1d", "payment.page-1h");
  }

  @Test
  void aTicketJoinsAPage() {
    step(10, List.of(), page("frontend", 5));
    step(60, List.of(), page("frontend", 5), alert("frontend", "ticket-1d", "ticket", 55));
    assertThat(told()).containsExactly("frontend.page-1h");
  }

  /** The rule over five minutes recovers first, that over thirty weighs on: nobody is woken. */
  @Test
  void itEndsWithTheLastAlertThatIsAsUrgent() {
    AlertState slower = alert("frontend", "page-6h", "page", 8);
    AlertState ticket = alert("frontend", "ticket-1d", "ticket", 9);
    step(10, List.of(), page("frontend", 5), slower, ticket);
    step(100, List.of(), slower, ticket);
    assertThat(told()).containsExactly("frontend.page-1h");
    assertThat(only().getMembers(0).getClosedNs()).isEqualTo(100 * SECOND);
    step(200, List.of(), ticket);
    assertThat(told()).containsExactly("frontend.ticket-1d");
    assertThat(incidents.all())
        .filteredOn(incident -> incident.getClosedNs() != 0)
        .extracting(Incident::getClosedNs)
        .containsExactly(200 * SECOND);
  }

  @Test
  void whatBeginsAgainMeanwhileIsTheSameTrouble() {
    AlertState slower = alert("frontend", "page-6h", "page", 8);
    step(10, List.of(), page("frontend", 5), slower);
    step(100, List.of(), slower);
    step(110, List.of(), slower, page("frontend", 105));
    assertThat(told()).containsExactly("frontend.page-1h");
    assertThat(only().getOpenedNs()).isEqualTo(5 * SECOND);
  }

  @Test
  void afterItsEndTheSameAlertIsAnotherIncident() {
    step(10, List.of(), page("frontend", 5));
    step(100, List.of());
    step(200, List.of(), page("frontend", 190));
    assertThat(incidents.all())
        .extracting(Incident::getId)
        .containsExactlyInAnyOrder("frontend.page-1h-5", "frontend.page-1h-190");
  }

  /** What was told stays told, whatever the graph says later. */
  @Test
  void twoThatTurnOutToBeOneStayTwo() {
    step(10, List.of(), page("frontend", 5), page("payment", 6));
    step(60, List.of(SHOP), page("frontend", 5), page("payment", 6));
    assertThat(told()).hasSize(2);
  }

  @Test
  void aRestartGoesOnWithThem() {
    step(10, List.of(SHOP), page("frontend", 5), page("payment", 6));
    Map<String, Incident> known = new TreeMap<>();
    incidents.all().forEach(incident -> known.put(incident.getId(), incident));

    Incidents restarted = new Incidents();
    restarted.restore(known);
    // Not a word of the graph yet.
    Set<String> changed =
        restarted.step(List.of(page("frontend", 5), page("payment", 6)), List.of(), 20 * SECOND);
    assertThat(changed).isEmpty();
    assertThat(restarted.all()).isEqualTo(incidents.all());
    assertThat(restarted.step(List.of(), List.of(), 30 * SECOND)).hasSize(1);
  }

  @Test
  void thoseThatEndedAreForgotten() {
    step(10, List.of(), page("frontend", 5));
    step(20, List.of());
    assertThat(step(20 + Incidents.KEPT.toSeconds(), List.of())).isEmpty();
    assertThat(step(21 + Incidents.KEPT.toSeconds(), List.of()))
        .containsExactly("frontend.page-1h-5");
    assertThat(incidents.all()).isEmpty();
  }

  @Test
  void ofManyThatEndedTheNewestAreKept() {
    int many = Incidents.ENDED_MAX + 3;
    for (int i = 0; i < many; i++) {
      step(2 * i, List.of(), page("frontend", 2 * i));
      step(2 * i + 1, List.of());
    }
    assertThat(incidents.all()).hasSize(Incidents.ENDED_MAX);
    assertThat(incidents.find("frontend.page-1h-4")).isEmpty();
    assertThat(incidents.find("frontend.page-1h-6")).isPresent();
  }

  /** Whatever opens and closes: each open alert is in one incident, each told alert in its own. */
  @Test
  void everyOpenAlertIsInOneOpenIncident() {
    List<String> slos = List.of("payment", "checkout", "frontend", "search");
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Incidents any = new Incidents();
      Map<String, AlertState> open = new TreeMap<>();
      for (int second = 1; second < 60; second++) {
        AlertState alert =
            random.nextInt(3) == 0
                ? alert(slos.get(random.nextInt(4)), "ticket-1d", "ticket", second)
                : page(slos.get(random.nextInt(4)), second);
        if (open.remove(alert.getFingerprint()) == null) {
          open.put(alert.getFingerprint(), alert);
        }
        List<Group> groups = random.nextBoolean() ? List.of(SHOP) : List.of();
        List<AlertState> shuffled = new ArrayList<>(open.values());
        Collections.shuffle(shuffled, random);
        any.step(shuffled, groups, second * SECOND);
        for (String fingerprint : open.keySet()) {
          assertThat(holding(any.all(), fingerprint)).as("seed %s", seed).isEqualTo(1);
        }
        long idle =
            any.all().stream()
                .filter(incident -> incident.getClosedNs() == 0)
                .filter(
                    incident ->
                        incident.getMembersList().stream().allMatch(m -> m.getClosedNs() != 0))
                .count();
        assertThat(idle).as("seed %s", seed).isZero();
      }
    }
  }

  private static long holding(Collection<Incident> all, String fingerprint) {
    return all.stream()
        .filter(incident -> incident.getClosedNs() == 0)
        .flatMap(incident -> incident.getMembersList().stream())
        .filter(member -> member.getClosedNs() == 0)
        .filter(member -> member.getFingerprint().equals(fingerprint))
        .count();
  }

  @Test
  void theOrderOfAlertsDoesNotMatter() {
    AlertState[] alerts = {page("frontend", 5), page("payment", 9), page("checkout", 5)};
    step(10, List.of(SHOP), alerts);
    List<AlertState> reversed = new ArrayList<>(Arrays.asList(alerts));
    Collections.reverse(reversed);
    Incidents other = new Incidents();
    other.step(reversed, List.of(SHOP), 10 * SECOND);
    assertThat(other.all()).isEqualTo(incidents.all());
  }
}
