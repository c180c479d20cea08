package io.weir.alerting.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentDeskTest {
  private static final long SECOND = 1_000_000_000L;

  /** What the topic would hold. */
  private final Map<String, Incident> published = new ConcurrentHashMap<>();

  private volatile Collection<Incident> heard = List.of();
  private final List<IncidentDesk> desks = new ArrayList<>();

  private final class Sink implements IncidentSink {
    @Override
    public void write(Set<String> changed, Function<String, Optional<Incident>> current) {
      for (String id : changed) {
        current.apply(id).ifPresentOrElse(of -> published.put(id, of), () -> published.remove(id));
      }
    }

    @Override
    public void close() {}
  }

  private IncidentDesk desk() {
    IncidentDesk desk =
        new IncidentDesk(
            new Sink(),
            Surroundings.Source.NONE,
            slo -> Optional.empty(),
            InstantSource.system(),
            all -> heard = all);
    desks.add(desk);
    desk.start();
    return desk;
  }

  @AfterEach
  void close() {
    desks.forEach(IncidentDesk::close);
  }

  private static AlertState alert(String slo, boolean open, long second) {
    return AlertState.newBuilder()
        .setFingerprint(slo)
        .setSlo(slo)
        .setSeverity("page")
        .setLongWindowNs(3_600 * SECOND)
        .setOpen(open)
        .setOpenedNs(open ? second * SECOND : 0)
        .setUpdatedNs(second * SECOND)
        .build();
  }

  private static void tell(IncidentDesk desk, AlertState alert) {
    desk.changed(alert.getFingerprint(), Optional.of(alert));
  }

  @Test
  void anAlertBecomesAnIncidentAndEndsIt() {
    IncidentDesk desk = desk();
    desk.alertsCaughtUp();
    desk.restore(Map.of());
    tell(desk, alert("checkout", true, 10));
    await().untilAsserted(() -> assertThat(published).containsOnlyKeys("checkout-10"));
    await().untilAsserted(() -> assertThat(heard).hasSize(1));
    tell(desk, alert("checkout", false, 70));
    await()
        .untilAsserted(
            () -> assertThat(published.get("checkout-10").getClosedNs()).isEqualTo(70 * SECOND));
  }

  /** Half of what stood before would end incidents that go on. */
  @Test
  void nothingIsDecidedBeforeBothTopicsAreKnown() {
    IncidentDesk first = desk();
    first.alertsCaughtUp();
    first.restore(Map.of());
    tell(first, alert("checkout", true, 10));
    await().untilAsserted(() -> assertThat(published).hasSize(1));
    first.close();
    Map<String, Incident> before = Map.copyOf(published);

    heard = List.of();
    IncidentDesk second = desk();
    second.restore(before);
    second.close();
    assertThat(published).as("its alerts were not known").isEqualTo(before);

    IncidentDesk third = desk();
    tell(third, alert("checkout", true, 10));
    third.alertsCaughtUp();
    third.restore(before);
    await().untilAsserted(() -> assertThat(heard).hasSize(1));
    assertThat(published).as("it goes on").isEqualTo(before);
  }

  /** It ended while nobody looked. */
  @Test
  void aRestartEndsWhatIsNotOpenAnyMore() {
    IncidentDesk first = desk();
    first.alertsCaughtUp();
    first.restore(Map.of());
    tell(first, alert("checkout", true, 10));
    await().untilAsserted(() -> assertThat(published).hasSize(1));
    first.close();

    IncidentDesk second = desk();
    tell(second, alert("checkout", false, 70));
    second.alertsCaughtUp();
    second.restore(Map.copyOf(published));
    await()
        .untilAsserted(
            () -> assertThat(published.get("checkout-10").getClosedNs()).isEqualTo(70 * SECOND));
  }

  @Test
  void budgetsAndSilenceAreNoIncidents() {
    IncidentDesk desk = desk();
    desk.alertsCaughtUp();
    desk.restore(Map.of());
    tell(desk, alert("spent", true, 10).toBuilder().clearLongWindowNs().build());
    tell(desk, alert("checkout", true, 10));
    await().untilAsserted(() -> assertThat(published).containsOnlyKeys("checkout-10"));
  }
}
