/**
 * Kafka Streams around {@code burn}: windows of {@code weir.slis.v1} in, states of alerts to {@code
 * weir.alerts.v1} out, counts in stores with a changelog. Holds no rule of its own. Start at {@link
 * io.weir.alerting.kstreams.AlertTopology}.
 */
@NullMarked
package io.weir.alerting.kstreams;

import org.jspecify.annotations.NullMarked;
