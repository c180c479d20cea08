package io.weir.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {
  private final Map<String, Object> settings = ProducerSettings.of(PublishConfig.DEFAULT, 8 << 20);

  /**
   * With five requests, a new topic's first batch was turned away (no leader yet), the second got
   * in, and the first never again: a broker without state takes any sequence.
   */
  @Test
  void nothingOvertakesNorExpires() {
    assertThat(settings)
        .containsEntry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1)
        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
  }

  @Test
  void aRequestHoldsTheLargestEvent() {
    assertThat((int) settings.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)).isGreaterThan(8 << 20);
  }
}
