package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Probe.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeStateTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "LIVENESS, HEALTHY",
    "READINESS, FAILING",
    "STARTUP, UNKNOWN",
    "SYNTHETIC, UNKNOWN",
  })
  void beginsAsTheKubeletDoes(ProbeType type, State state) {
    assertThat(ProbeState.initial(type, START).state()).isEqualTo(state);
  }

  /** One character per run: + good, - bad; then the state after each: H, F or U. */
  @ParameterizedTest
  @CsvSource({
    "LIVENESS,  1, 3, ---+--+---, HHFHHHHHHF",
    "READINESS, 1, 3, --+--+---, FFHHHHHHF",
    "READINESS, 2, 2, +-++-+--, FFFHHHHF",
    "STARTUP,   1, 30, --+, UUH",
    "SYNTHETIC, 1, 1, +-+, HFH",
    "SYNTHETIC, 3, 2, ++-+++-, UUUUUHH",
  })
  void changesAfterAsManyRunsInARow(
      ProbeType type, int successes, int failures, String runs, String expected) {
    var spec = spec(type, successes, failures);
    var state = ProbeState.initial(type, START);
    var states = new StringBuilder();
    for (int i = 0; i < runs.length(); i++) {
      state = state.plus(runs.charAt(i) == '+', START.plusSeconds(10L * i), spec);
      states.append(state.state().name().charAt(0));
    }

    assertThat(states.toString()).isEqualTo(expected);
  }

  @Test
  void remembersSinceWhen_andHowManyInARow() {
    var spec = spec(ProbeType.LIVENESS, 1, 3);
    var state = ProbeState.initial(ProbeType.LIVENESS, START);
    for (int i = 1; i <= 4; i++) {
      state = state.plus(false, START.plusSeconds(10L * i), spec);
    }

    assertThat(state.state()).isEqualTo(State.FAILING);
    assertThat(state.since()).isEqualTo(START.plusSeconds(30));
    assertThat(state.consecutive()).isEqualTo(4);
    assertThat(state.plus(true, START.plusSeconds(50), spec).consecutive()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 10", "9, 10", "10, 20", "25, 30", "-1, 0"})
  void runsOnTheGridOfItsFirstRun(long now, long next) {
    assertThat(ProbeSchedule.next(0, 10, now)).isEqualTo(next);
    assertThat(ProbeSchedule.next(7, 10, now + 7)).isEqualTo(next + 7);
  }

  static ProbeSpec spec(ProbeType type, int successes, int failures) {
    return new ProbeSpec(
        type.text(),
        type,
        "web",
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Exec(List.of("true"))),
        Optional.empty(),
        Optional.empty(),
        0,
        10,
        1,
        successes,
        failures);
  }
}
