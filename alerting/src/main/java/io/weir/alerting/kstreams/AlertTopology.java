package io.weir.alerting.kstreams;

import io.weir.alerting.history.PastCounts;
import io.weir.topic.Topic;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.DslKeyValueParams;
import org.apache.kafka.streams.state.DslStoreSuppliers;
import org.apache.kafka.streams.state.DslWindowParams;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 *
 *
 * <pre>
 * weir.slis.v1 ─▶ match ─▶ (by objective) ─▶ burn ─┬─▶ weir.alerts.v1
 *                                            │     └─▶ weir.slo-status.v1
 *                                            └ stores: definitions, objectives, seen
 * </pre>
 *
 * A series' windows are on all partitions, for their start is part of the key; so counts go once
 * more through Kafka, keyed by objective. They are whole values: what comes twice counts once.
 */
public final class AlertTopology {
  private AlertTopology() {}

  /** The topology; names of its parts are those of its internal topics. */
  public static Topology of(
      SloCatalogue catalogue,
      AlertStreamsConfig config,
      AlertStreamsMetrics metrics,
      PastCounts past) {
    return of(catalogue, config, metrics, past, BuiltInDslStoreSuppliers.ROCKS_DB);
  }

  /** With stores of another kind. */
  static Topology of(
      SloCatalogue catalogue,
      AlertStreamsConfig config,
      AlertStreamsMetrics metrics,
      PastCounts past,
      DslStoreSuppliers stores) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.addStateStore(entries(stores, BurnProcessor.DEFINITIONS));
    builder.addStateStore(entries(stores, BurnProcessor.STATE));
    // Twice, since what is too late is judged by each objective's own head.
    Duration kept = config.lateness().multipliedBy(2);
    builder.addStateStore(
        Stores.windowStoreBuilder(
                stores.windowStore(
                    new DslWindowParams(
                        BurnProcessor.SEEN,
                        kept,
                        Duration.ofSeconds(10),
                        false,
                        EmitStrategy.onWindowUpdate(),
                        false,
                        false)),
                Serdes.Bytes(),
                Serdes.ByteArray())
            .withCachingEnabled());
    KStream<byte[], byte[]> told =
        builder.stream(
                Topic.SLIS.topicName(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
            .process(() -> new SliMatcher(catalogue, config, metrics, past), Named.as("match"))
            .repartition(
                Repartitioned.with(Serdes.String(), Serdes.ByteArray()).withName("by-objective"))
            .process(
                () -> new BurnProcessor(catalogue, config, metrics, past),
                Named.as("burn"),
                BurnProcessor.DEFINITIONS,
                BurnProcessor.STATE,
                BurnProcessor.SEEN);
    // The processor says which of them a record is for.
    told.to(
        Topic.ALERTS.topicName(),
        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(BurnProcessor.ALERTS));
    told.to(
        Topic.SLO_STATUS.topicName(),
        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(BurnProcessor.STATUS));
    return builder.build();
  }

  /** Cached: a bucket that changes several times between commits is written once. */
  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> entries(
      DslStoreSuppliers stores, String name) {
    return Stores.keyValueStoreBuilder(
            stores.keyValueStore(new DslKeyValueParams(name, false)),
            Serdes.Bytes(),
            Serdes.ByteArray())
        .withCachingEnabled();
  }
}
