/**
 * Metrics, liveness and readiness of a process. Depends on {@link io.weir.runtime} and the
 * Prometheus client. Start at {@link io.weir.cli.health.HealthServer}.
 */
@NullMarked
package io.weir.cli.health;

import org.jspecify.annotations.NullMarked;
