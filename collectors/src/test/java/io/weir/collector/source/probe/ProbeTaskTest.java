package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Probe;
import io.weir.event.v1.Probe.FailureClass;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The life of probes, in a time that the test turns. */
class ProbeTaskTest {
  private final VirtualScheduler time = new VirtualScheduler();
  private final StartupGate gate = new StartupGate();
  private final List<Probe> probes = new ArrayList<>();
  private final List<Long> seconds = new ArrayList<>();

  @Test
  void failsAfterThreeRuns_andRecoversAfterOne() {
    begin(ProbeType.LIVENESS, 0, good(), bad(), bad(), bad(), good());

    time.advance(Duration.ofSeconds(45));

    assertThat(probes)
        .extracting(Probe::getState)
        .containsExactly(
            Probe.State.HEALTHY,
            Probe.State.HEALTHY,
            Probe.State.HEALTHY,
            Probe.State.FAILING,
            Probe.State.HEALTHY);
    assertThat(probes).extracting(Probe::getAttempt).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(probes).extracting(Probe::getConsecutive).containsExactly(1, 1, 2, 3, 1);
    assertThat(probes.get(3).getStateSinceNs())
        .isEqualTo(VirtualScheduler.START.plusSeconds(30).toEpochMilli() * 1_000_000);
    assertThat(probes.get(3).getPeriodNs()).isEqualTo(10_000_000_000L);
  }

  @Test
  void waitsForItsDelay_thenKeepsItsGrid() {
    begin(ProbeType.SYNTHETIC, 25, good(), good(), good());

    time.advance(Duration.ofSeconds(46));

    assertThat(seconds).containsExactly(25L, 35L, 45L);
  }

  /**
   * A run of 13 s with a period of 10 s: the next is at 20, not at 13 or 23, and nothing is made
   * up.
   */
  @Test
  void skipsRunsThatWereOverrun_withoutDrift() {
    begin(
        ProbeType.SYNTHETIC,
        0,
        attempt -> {
          time.pass(Duration.ofSeconds(13));
          return Outcome.good(0);
        },
        good(),
        good());

    time.advance(Duration.ofSeconds(31));

    assertThat(seconds).containsExactly(0L, 20L, 30L);
    assertThat(probes.get(0).getFailure()).isEqualTo(FailureClass.TIMEOUT);
  }

  @Test
  void startupHoldsTheOthersBack_andEndsWithItsSuccess() {
    gate.addStartup();
    begin(ProbeType.LIVENESS, 5, good(), good());
    begin(ProbeType.STARTUP, 0, bad(), bad(), good());

    time.advance(Duration.ofSeconds(26));
    assertThat(probes)
        .extracting(Probe::getType)
        .containsExactly("startup", "startup", "startup", "liveness");
    // The delay counts from the success at 20 s.
    assertThat(seconds).containsExactly(0L, 10L, 20L, 25L);

    time.advance(Duration.ofSeconds(10));
    assertThat(probes).extracting(Probe::getType).endsWith("liveness", "liveness").hasSize(5);
  }

  /** As the kubelet throws away what it could not carry out. */
  @Test
  void ignoresRunsThatCouldNotBeCarriedOut() {
    begin(
        ProbeType.LIVENESS,
        0,
        bad(),
        bad(),
        attempt -> {
          throw new IllegalStateException("a bug");
        },
        bad());

    time.advance(Duration.ofSeconds(35));

    assertThat(probes.get(2).getSuccess()).isFalse();
    assertThat(probes.get(2).getFailure()).isEqualTo(FailureClass.INTERNAL);
    assertThat(probes.get(2).getConsecutive()).isEqualTo(2);
    assertThat(probes.get(3).getState()).isEqualTo(Probe.State.FAILING);
  }

  @Test
  void addsUpPhasesInTheirOrder() {
    begin(
        ProbeType.SYNTHETIC,
        0,
        attempt -> {
          for (int i = 0; i < 2; i++) {
            attempt.phase(Attempt.CONNECT);
            time.pass(Duration.ofMillis(10));
            attempt.phase(Attempt.PROCESSING);
            time.pass(Duration.ofMillis(20));
          }
          return Outcome.warning(302, "moved");
        });

    time.advance(Duration.ofSeconds(1));

    var probe = probes.get(0);
    assertThat(probe.getPhasesList())
        .extracting(Probe.Phase::getName)
        .containsExactly("connect", "processing");
    assertThat(probe.getPhases(1).getDurationNs()).isEqualTo(40_000_000);
    assertThat(probe.getDurationNs()).isEqualTo(60_000_000);
    assertThat(probe.getSuccess() && probe.getWarning()).isTrue();
  }

  private interface Run {
    Outcome run(Attempt attempt) throws ProbeFailure;
  }

  private static Run good() {
    return attempt -> Outcome.good(0);
  }

  private static Run bad() {
    return attempt -> {
      throw new ProbeFailure(FailureClass.STATUS, 1, "exit code 1");
    };
  }

  /** Runs in this order, then for ever as the last. */
  private void begin(ProbeType type, int delaySeconds, Run... runs) {
    Deque<Run> left = new ArrayDeque<>(List.of(runs));
    var prober =
        new Prober() {
          @Override
          public String handler() {
            return "exec";
          }

          @Override
          public String target() {
            return "test";
          }

          @Override
          public Outcome run(Attempt attempt) throws ProbeFailure {
            seconds.add(time.nowNs() / 1_000_000_000);
            var run = left.size() > 1 ? left.remove() : left.element();
            return run.run(attempt);
          }
        };
    var base = ProbeStateTest.spec(type, 1, 3);
    var spec =
        new ProbeSpec(
            base.name(),
            type,
            base.group(),
            base.httpGet(),
            base.tcpSocket(),
            base.exec(),
            base.grpc(),
            base.dns(),
            delaySeconds,
            10,
            1,
            1,
            3);
    new ProbeTask(
            spec,
            prober,
            Optional.empty(),
            gate,
            time,
            time,
            (event, late) -> {
              probes.add(event.getProbe());
              return true;
            })
        .begin(0);
  }
}
