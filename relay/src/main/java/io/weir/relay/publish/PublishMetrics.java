package io.weir.relay.publish;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.topic.Topic;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What the publisher counts.
 *
 * <p>{@code weir_relay_records_sent_total = weir_relay_records_acknowledged_total +
 * weir_relay_records_failed_total + weir_relay_records_in_flight}. Alert when {@code
 * weir_relay_producer_failures_total} rises: Kafka refused a record for good, and every stream had
 * to start over; or when records are in flight and {@code weir_relay_records_acknowledged_total}
 * stands still for a minute.
 */
public final class PublishMetrics {
  final Map<Topic, CounterDataPoint> sent = new EnumMap<>(Topic.class);
  final Map<Topic, CounterDataPoint> sentBytes = new EnumMap<>(Topic.class);
  final Counter acknowledged;
  final Counter failed;
  final Counter producerFailures;
  private final PrometheusRegistry registry;

  public PublishMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    Counter records =
        Counter.builder()
            .name("weir_relay_records_sent_total")
            .help("Records handed to the Kafka producer.")
            .labelNames("topic")
            .register(registry);
    Counter bytes =
        Counter.builder()
            .name("weir_relay_records_sent_bytes_total")
            .help("Keys and values handed to the Kafka producer, before compression.")
            .labelNames("topic")
            .register(registry);
    for (Topic topic : KafkaEventPublisher.TOPICS) {
      sent.put(topic, records.labelValues(topic.topicName()));
      sentBytes.put(topic, bytes.labelValues(topic.topicName()));
    }
    acknowledged =
        Counter.builder()
            .name("weir_relay_records_acknowledged_total")
            .help("Records that Kafka holds.")
            .register(registry);
    failed =
        Counter.builder()
            .name("weir_relay_records_failed_total")
            .help("Records that ended without an acknowledgement; collectors send them again.")
            .register(registry);
    producerFailures =
        Counter.builder()
            .name("weir_relay_producer_failures_total")
            .help("Times that the producer was stopped because Kafka refused a record for good.")
            .register(registry);
  }

  void inFlight(LongSupplier records) {
    GaugeWithCallback.builder()
        .name("weir_relay_records_in_flight")
        .help("Records that Kafka has not answered for.")
        .callback(callback -> callback.call(records.getAsLong()))
        .register(registry);
  }
}
