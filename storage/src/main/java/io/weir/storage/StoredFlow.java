package io.weir.storage;

import io.weir.event.v1.FlowEvent;

/**
 * An event and where it stood in {@code weir.flows.v1}.
 *
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param event the event as it was published
 */
public record StoredFlow(int partition, long offset, FlowEvent event) {}
