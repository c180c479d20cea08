/**
 * The Kafka broker inside {@code weir up}. Depends on Kafka's server jars. Start at {@link
 * io.weir.cli.broker.EmbeddedBroker}.
 */
@NullMarked
package io.weir.cli.broker;

import org.jspecify.annotations.NullMarked;
