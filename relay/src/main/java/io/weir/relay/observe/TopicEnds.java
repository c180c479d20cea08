package io.weir.relay.observe;

import io.weir.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka where {@code weir.flows.v1} ends. On a connection of its own: on the tail's the
 * question would wait until the fetch before it has found something. Safe for use by several
 * threads.
 */
final class TopicEnds implements AutoCloseable {
  /** Knows where partitions end. */
  @FunctionalInterface
  interface Source {
    /**
     * The offset of the next record of each partition.
     *
     * @throws TimeoutException if Kafka does not answer within the limit
     * @throws ExecutionException if it refuses
     */
    Map<Integer, Long> ends(Collection<Integer> partitions, Duration limit)
        throws ExecutionException, InterruptedException, TimeoutException;
  }

  private final Supplier<Admin> admins;
  private @Nullable Admin admin;

  /** Connects with the first question. */
  TopicEnds(Supplier<Admin> admins) {
    this.admins = admins;
  }

  private synchronized Admin admin() throws ExecutionException {
    Admin connected = admin;
    if (connected == null) {
      try {
        connected = admins.get();
      } catch (KafkaException e) {
        throw new ExecutionException(e);
      }
      admin = connected;
    }
    return connected;
  }

  Map<Integer, Long> ends(Collection<Integer> partitions, Duration limit)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> asked =
        partitions.stream()
            .map(partition -> new TopicPartition(Topic.FLOWS.topicName(), partition))
            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
    Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends =
        admin().listOffsets(asked).all().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    return ends.entrySet().stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), end -> end.getValue().offset()));
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
