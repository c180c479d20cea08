/**
 * The Prometheus rules that Weir writes, judged by Prometheus's own tool: whether it reads them,
 * and when their alerts fire. Start at {@link io.weir.rules.PrometheusRulesConformanceIT}.
 */
@NullMarked
package io.weir.rules;

import org.jspecify.annotations.NullMarked;
