package io.weir.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigPrinter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingConfigTest {
  private static AlertingConfig told(List<String> alertmanagers, List<String> webhooks) {
    return new AlertingConfig(
        "k:9092",
        "state",
        List.of("slo"),
        Duration.ofSeconds(5),
        1,
        0,
        alertmanagers,
        webhooks,
        true,
        true);
  }

  @Test
  void whoIsToldStaysWhenBrokersAndPathsChange() {
    AlertingConfig config =
        told(List.of("http://am:9093"), List.of("https://hooks.example.com/t0ken"))
            .withShipped("shop.yaml")
            .at("other:9092", Path.of("/data"));
    assertThat(config.alertmanagers()).containsExactly("http://am:9093");
    assertThat(config.webhooks()).containsExactly("https://hooks.example.com/t0ken");
    assertThat(config.slos()).containsExactly("/data/slo", "shipped:shop.yaml");
    assertThat(config.stateDir()).isEqualTo("/data/state");
  }

  /** Whoever knows the URL of a hook may write to its channel. */
  @Test
  void aWebhookIsASecret() {
    AlertingConfig config = told(List.of(), List.of("https://hooks.example.com/t0ken"));
    assertThat(ConfigPrinter.print(config, AlertingConfig.DEFAULT))
        .contains("webhooks: [\"***\"]")
        .doesNotContain("t0ken");
    assertThat(config.toString()).doesNotContain("t0ken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hooks.example.com/t0ken", "ftp://hooks/t0ken", "http:/t0ken", "{t0ken}"})
  void aWebhookIsAUrl(String url) {
    assertThatThrownBy(() -> told(List.of(), List.of(url)))
        .hasMessage("webhooks: *** (expected: a URL such as https://hooks.example.com/weir)");
    assertThatThrownBy(() -> told(List.of(url), List.of()))
        .hasMessage(
            "alertmanagers: " + url + " (expected: a URL such as http://alertmanager-0:9093)");
  }
}
