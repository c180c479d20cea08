/**
 * Events into Kafka, in order and without holes: the record of an event is plain Java, the producer
 * around it is Kafka's. Depends on the schemas alone. Start at {@link
 * io.weir.relay.publish.EventPublisher}.
 */
@NullMarked
package io.weir.relay.publish;

import org.jspecify.annotations.NullMarked;
