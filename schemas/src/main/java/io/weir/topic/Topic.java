package io.weir.topic;

import com.google.protobuf.Message;
import io.weir.codec.Codecs;
import io.weir.codec.EventCodec;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The topic catalogue: one place that knows each topic's name, value and settings.
 *
 * <p>Every topic stamps records with the time of appending. Event times can be years old (replayed
 * captures), and time retention must not delete what was written a moment ago.
 */
public enum Topic {
  FLOWS("weir.flows.v1", Cleanup.DELETE, Codecs::flows),
  DNS("weir.dns.v1", Cleanup.DELETE, Codecs::dns),
  PROBES("weir.probes.v1", Cleanup.DELETE, Codecs::probes),
  RESOURCES("weir.resources.v1", Cleanup.DELETE, Codecs::resources),
  NODES("weir.nodes.v1", Cleanup.COMPACT_DELETE, Codecs::nodes),
  EDGES("weir.edges.v1", Cleanup.COMPACT_DELETE, Codecs::edges),
  SLIS("weir.slis.v1", Cleanup.COMPACT_DELETE, Codecs::slis),
  DROPS("weir.drops.v1", Cleanup.COMPACT_DELETE, Codecs::drops),
  SLOS("weir.slos.v1", Cleanup.COMPACT, Codecs::slos),
  ALERTS("weir.alerts.v1", Cleanup.COMPACT, Codecs::alerts),
  SLO_STATUS("weir.slo-status.v1", Cleanup.COMPACT, Codecs::sloStatus),
  INCIDENTS("weir.incidents.v1", Cleanup.COMPACT, Codecs::incidents),
  SILENCES("weir.silences.v1", Cleanup.COMPACT, Codecs::silences),
  DISCARDED("weir.discarded.v1", Cleanup.DELETE, Codecs::discarded);

  /** What Kafka may forget: old records, replaced records, or both. */
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }
  }

  private final String topicName;
  private final Cleanup cleanup;
  private final Supplier<EventCodec<? extends Message>> codec;

  Topic(String topicName, Cleanup cleanup, Supplier<EventCodec<? extends Message>> codec) {
    this.topicName = topicName;
    this.cleanup = cleanup;
    this.codec = codec;
  }

  /** The name in Kafka, version included. */
  public String topicName() {
    return topicName;
  }

  /** The codec of the values. */
  public EventCodec<? extends Message> codec() {
    return codec.get();
  }

  /** Topic settings that the contract fixes; retention and partitions are the operator's. */
  public Map<String, String> settings() {
    return Map.of("cleanup.policy", cleanup.policy, "message.timestamp.type", "LogAppendTime");
  }
}
