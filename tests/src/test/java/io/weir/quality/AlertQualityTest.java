package io.weir.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.collector.simulation.Fault;
import io.weir.collector.simulation.Scenario;
import io.weir.collector.simulation.Scenarios;
import io.weir.quality.FaultCase.Acts;
import io.weir.quality.QuietMonth.Traffic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick form of {@code io.weir.bench.AlertQualityBenchmark}, and that it can find fault. */
class AlertQualityTest {
  private static final Map<String, Scenario> SCENARIOS = Scenarios.all();
  private static final Fault.ServiceDown ANOTHER = new Fault.ServiceDown("cart");

  private static FaultCase play(String scenario) {
    return FaultCase.of(scenario, SCENARIOS.get(scenario), Acts.QUICK).get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy-denial", "expired-certificate"})
  void aFaultIsPagedWithItsCauseAndNothingIsBefore(String scenario) {
    Detection detection = FaultRun.of(play(scenario), 1, 1);
    assertThat(detection.isGood()).as("%s", detection).isTrue();
    assertThat(detection.over()).as("the page ends").isPresent();
  }

  @Test
  void whoNamesAnotherCauseIsFoundOut() {
    FaultCase real = play("policy-denial");
    FaultCase lie = new FaultCase(real.name(), real.scenario(), real.acts(), ANOTHER);
    Detection detection = FaultRun.of(lie, 1, 1);
    assertThat(detection.first()).isPresent();
    assertThat(detection.isGood()).as("%s", detection).isFalse();
  }

  /** The fault is that of the third act: what is told in the first is told for nothing. */
  @Test
  void whoPagesBeforeTheFaultIsFoundOut() {
    FaultCase real = play("policy-denial");
    Acts later = new Acts(Duration.ofMinutes(17), Duration.ofMinutes(1), Duration.ofMinutes(6));
    Detection detection =
        FaultRun.of(new FaultCase(real.name(), real.scenario(), later, real.fault()), 1, 1);
    assertThat(detection.early()).isPositive();
    assertThat(detection.isGood()).isFalse();
  }

  @Test
  void quietDaysHaveNoPageAndNoTicket() {
    Quiet quiet = quiet(Traffic.NORMAL, 1, 2);
    assertThat(quiet.pages()).isEmpty();
    assertThat(quiet.tickets()).isEmpty();
    assertThat(quiet.spent()).as("some errors are there on any day").isPositive();
  }

  /** Less than a request a minute: one error is a burn rate of a hundred, and the guard holds. */
  @Test
  void quietDaysOfFewRequestsHaveNoPage_butWouldWithoutTheGuard() {
    Quiet quiet = quiet(Traffic.LOW, 0.2, 12);
    assertThat(quiet.perMinute()).isLessThan(3);
    assertThat(quiet.pages()).isEmpty();
    assertThat(quiet.boldPages()).hasValueSatisfying(pages -> assertThat(pages).isPositive());
  }

  private static Quiet quiet(Traffic traffic, double scale, int days) {
    return QuietMonth.record("calm-shop", SCENARIOS.get("calm-shop"), traffic, 1, scale, 4)
        .play(Duration.ofDays(days), 1);
  }
}
