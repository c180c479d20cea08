/**
 * What collectors talk to: takes numbered batches, grants credit, acknowledges what Kafka holds.
 * Depends on {@code relay.publish} and gRPC. Start at {@link io.weir.relay.ingest.IngestService}.
 */
@NullMarked
package io.weir.relay.ingest;

import org.jspecify.annotations.NullMarked;
