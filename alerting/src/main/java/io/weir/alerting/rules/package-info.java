/**
 * Prometheus rules that burn as Weir's own evaluation does, over the counts that Weir exposes: for
 * whom Prometheus shall stay in charge.
 */
@NullMarked
package io.weir.alerting.rules;

import org.jspecify.annotations.NullMarked;
