package io.weir.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Cause;
import io.weir.slo.v1.Diagnosis;
import io.weir.slo.v1.Evidence;
import io.weir.slo.v1.Incident;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentTextTest {
  private static final long BEGAN = ns("2026-03-01T12:00:10Z");
  private static final Diagnosis DIAGNOSIS =
      Diagnosis.newBuilder()
          .setIndicator("http-availability")
          .setServer("c/shop/Deployment/checkout")
          .setSentence("Policy shop/deny drops checkout to payment.")
          .setLayer("network policy")
          .setBeganNs(BEGAN)
          .setLookedNs(ns("2026-03-01T12:05:00Z"))
          .setCallersHit(3)
          .setCallers(5)
          .setBad(1_240)
          .setTotal(5_200)
          .setUsualBad(2)
          .setUsualTotal(10_000)
          .addCauses(
              Cause.newBuilder()
                  .setKind("policy-denial")
                  .setSubject("shop/deny")
                  .setSentence("Policy shop/deny drops checkout to payment.")
                  .setScore(0.91)
                  .setCoverage(0.97)
                  .setTiming(1)
                  .setSpecificity(0.9)
                  .setPlace(1)
                  .addEvidence(
                      Evidence.newBuilder()
                          .setFigure("unanswered connects")
                          .setCount(31)
                          .setTotal(40)
                          .setUsualTotal(38)))
          .build();

  private static final Incident INCIDENT =
      Incident.newBuilder()
          .setId("f1-1")
          .setAlert(
              AlertState.newBuilder()
                  .setSlo("checkout")
                  .setService("checkout")
                  .setPolicy("page-1h")
                  .setSeverity("page")
                  .setLongWindowNs(3_600_000_000_000L)
                  .setShortWindowNs(300_000_000_000L))
          .setRoot("payment")
          .setOpenedNs(ns("2026-03-01T12:04:00Z"))
          .addMembers(Incident.Member.newBuilder().setSlo("checkout"))
          .addMembers(Incident.Member.newBuilder().setSlo("payment"))
          .addMembers(Incident.Member.newBuilder().setSlo("cart").setClosedNs(1))
          .setDiagnosis(DIAGNOSIS)
          .build();

  private static long ns(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000_000;
  }

  @Test
  void itAnswersSinceWhenWhomAndWhy() {
    Alert alert =
        AlertText.of(
            INCIDENT.getAlert(), AlertText.About.NOTHING, Optional.of(INCIDENT), Optional.empty());
    assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-03-01T12:04:00Z"));
    assertThat(alert.annotations().get("description"))
        .contains(
            "Since 2026-03-01T12:00:10Z (3 min before this alert) 1,240 of 5,200 were bad,"
                + " usually 0.0 %.",
            "Hit: 3 of 5 callers.",
            "Failing layer: network policy.",
            "1. Policy shop/deny drops checkout to payment. (score 0.91: covers 97 %, timing 1.00,"
                + " specific 0.90, place 1.00)",
            "   31 of 40 unanswered connects, usually 0 of 38",
            "Burning for the same reason, not told by themselves: payment.",
            "It depends on payment, which burns as well.");
    assertThat(alert.annotations())
        .containsEntry("cause", "Policy shop/deny drops checkout to payment.")
        .containsEntry("affected", "payment")
        .containsEntry("callers", "3 of 5 callers");
  }

  /** A label that changes makes another alert of it. */
  @Test
  void nothingOfItIsALabel() {
    AlertState state = INCIDENT.getAlert();
    assertThat(text(state, Optional.of(INCIDENT)).labels())
        .isEqualTo(text(state, Optional.empty()).labels());
  }

  private static Alert text(AlertState state, Optional<Incident> incident) {
    return AlertText.of(state, AlertText.About.NOTHING, incident, Optional.empty());
  }

  @Test
  void noCauseIsSaidAsWell() {
    Incident unknown =
        INCIDENT.toBuilder()
            .setDiagnosis(
                DIAGNOSIS.toBuilder()
                    .clearCauses()
                    .setSentence("No cause found: nothing beneath explains them."))
            .build();
    assertThat(text(unknown.getAlert(), Optional.of(unknown)).annotations())
        .containsEntry("cause", "No cause found: nothing beneath explains them.")
        .doesNotContainKey("causes");
  }
}
