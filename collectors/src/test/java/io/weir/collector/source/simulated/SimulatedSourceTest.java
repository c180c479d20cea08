package io.weir.collector.source.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.collector.source.FakeSink;
import io.weir.ingest.v1.Event;
import io.weir.runtime.StartException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final String SCENARIO = "service-down";
  private static final SimulatedConfig CONFIG =
      new SimulatedConfig(SCENARIO, 1, 0.2, Duration.ofMinutes(5));

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final InstantSource clock = now::get;
  private final FakeSink sink = new FakeSink();

  @Test
  void givesAtOnceWhatIsDueAndTheRestWhenItIs() throws Exception {
    List<Event> due = expected(NOW);
    try (SimulatedSource source = new SimulatedSource(CONFIG, clock)) {
      source.start(sink, Optional.empty());
      await()
          .untilAsserted(() -> assertThat(sink.events()).hasSizeGreaterThanOrEqualTo(due.size()));
      assertThat(sink.events()).isEqualTo(due);
      now.set(NOW.plusSeconds(30));
      List<Event> more = expected(NOW.plusSeconds(30));
      assertThat(more).hasSizeGreaterThan(due.size());
      await()
          .untilAsserted(() -> assertThat(sink.events()).hasSizeGreaterThanOrEqualTo(more.size()));
      assertThat(sink.events()).isEqualTo(more);
      assertThat(source.readiness().ready()).isTrue();
    }
  }

  @Test
  void goesOnAfterARestartWithoutRepeatingAnything() throws Exception {
    sink.capacity(700);
    SimulatedSource first = new SimulatedSource(CONFIG, clock);
    first.start(sink, Optional.empty());
    await().untilAsserted(() -> assertThat(sink.events()).isNotEmpty());
    first.close();
    sink.capacity(Integer.MAX_VALUE);
    now.set(NOW.plusSeconds(60));
    List<Event> all = expected(NOW.plusSeconds(60));
    assertThat(sink.events().size()).isLessThan(all.size());
    try (SimulatedSource second = new SimulatedSource(CONFIG, clock)) {
      second.start(sink, sink.position());
      await()
          .untilAsserted(() -> assertThat(sink.events()).hasSizeGreaterThanOrEqualTo(all.size()));
      assertThat(sink.events()).isEqualTo(all);
    }
  }

  @Test
  void beginsAnewAfterALongStopAndAfterAForeignPosition() throws Exception {
    Round old = new Round(NOW.minus(Duration.ofDays(1)), 3, 10);
    for (String position : List.of(old.encode(), "something else", "1 x y z")) {
      FakeSink fresh = new FakeSink();
      try (SimulatedSource source = new SimulatedSource(CONFIG, clock)) {
        source.start(fresh, Optional.of(position));
        await().untilAsserted(() -> assertThat(fresh.events()).isNotEmpty());
        assertThat(Round.decode(fresh.position().orElseThrow()).orElseThrow().base())
            .isEqualTo(NOW.minus(CONFIG.history()));
      }
    }
  }

  @Test
  void unknownScenariosAreRefused() {
    SimulatedSource source = new SimulatedSource(CONFIG.withScenario("nonsense"), clock);
    assertThatThrownBy(() -> source.start(sink, Optional.empty()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("nonsense (expected: one of address-reuse,");
  }

  /** Rounds one after the other, as far as they are due. */
  private static List<Event> expected(Instant until) {
    Scenario scenario = Scenarios.all().get(SCENARIO);
    long untilNs = until.getEpochSecond() * 1_000_000_000L;
    List<Event> events = new ArrayList<>();
    Round round = new Round(NOW.minus(CONFIG.history()), 0, 0);
    while (true) {
      var simulation = round.simulate(scenario, CONFIG);
      while (simulation.hasNext()) {
        var arrival = simulation.next();
        if (arrival.ns() > untilNs) {
          return events;
        }
        events.add(arrival.event());
      }
      round = round.next();
    }
  }
}
