/**
 * The Observer API, wire-compatible with Hubble: answers from the archive and the live tail of
 * {@code weir.flows.v1}, joined without gap or double. Depends on the schemas, the storage's
 * interfaces, Kafka's consumer and gRPC; knows nothing of ingest. Start at {@link
 * io.weir.relay.observe.ObserveRole}, then {@link io.weir.relay.observe.Seam}.
 */
@NullMarked
package io.weir.relay.observe;

import org.jspecify.annotations.NullMarked;
