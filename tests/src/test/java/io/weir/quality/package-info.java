/**
 * Judges alerts by made clusters whose truth is known: when a fault is told, what is said of it,
 * and what is told in a month without one. Depends on the simulator, the rules of the jobs, and
 * alerting; there is no Kafka. Start at {@link io.weir.quality.FaultRun} and {@link
 * io.weir.quality.QuietMonth}.
 */
@NullMarked
package io.weir.quality;

import org.jspecify.annotations.NullMarked;
