package io.weir.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {
  @Test
  void aBegin() {
    assertThat(WebhookBody.of(TestAlerts.open("checkout")))
        .isEqualTo(
            "{\"version\":\"4\",\"groupKey\":\"{}:{alertname=\\\"SloErrorBudgetBurn\\\","
                + " severity=\\\"page\\\", slo=\\\"checkout\\\"}\",\"truncatedAlerts\":0,"
                + "\"status\":\"firing\",\"receiver\":\"weir\","
                + "\"groupLabels\":{\"alertname\":\"SloErrorBudgetBurn\",\"severity\":\"page\",\"slo\":\"checkout\"},"
                + "\"commonLabels\":{\"alertname\":\"SloErrorBudgetBurn\",\"severity\":\"page\",\"slo\":\"checkout\"},"
                + "\"commonAnnotations\":{\"summary\":\"checkout: 1,240 of 52,000 bad in 1h\"},"
                + "\"externalURL\":\"\",\"alerts\":[{\"status\":\"firing\","
                + "\"labels\":{\"alertname\":\"SloErrorBudgetBurn\",\"severity\":\"page\",\"slo\":\"checkout\"},"
                + "\"annotations\":{\"summary\":\"checkout: 1,240 of 52,000 bad in 1h\"},"
                + "\"startsAt\":\"2026-03-01T12:00:00Z\",\"endsAt\":\"0001-01-01T00:00:00Z\","
                + "\"generatorURL\":\"\",\"fingerprint\":\"a21da4bd165ca28c\"}]}");
  }

  @Test
  void anEndSaysWhen() {
    assertThat(
            WebhookBody.of(
                TestAlerts.over(TestAlerts.open("checkout"), TestAlerts.START.plusSeconds(300))))
        .contains(
            "\"truncatedAlerts\":0,\"status\":\"resolved\"",
            "\"alerts\":[{\"status\":\"resolved\"",
            "\"startsAt\":\"2026-03-01T12:00:00Z\",\"endsAt\":\"2026-03-01T12:05:00Z\"");
  }

  @Test
  void aGroupKeyQuotesItsValues() {
    Alert alert =
        new Alert(
            new TreeMap<>(Map.of("slo", "a \"b\" \\ c\nd")),
            new TreeMap<>(),
            TestAlerts.START,
            Optional.empty());
    assertThat(WebhookBody.of(alert))
        .contains("\"groupKey\":\"{}:{slo=\\\"a \\\\\\\"b\\\\\\\" \\\\\\\\ c\\\\nd\\\"}\"");
  }

  /** As Alertmanager 0.25 named the same labels. */
  @Test
  void aFingerprintIsThatOfAlertmanager() {
    assertThat(WebhookBody.fingerprint(TestAlerts.open("checkout").labels()))
        .isEqualTo("a21da4bd165ca28c");
    assertThat(WebhookBody.fingerprint(new TreeMap<>(Map.of("slo", "a \"b\" \\ c\nd ü🛒"))))
        .isEqualTo("f4d9acb77c4730ce");
  }
}
