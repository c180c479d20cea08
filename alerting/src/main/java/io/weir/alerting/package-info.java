/**
 * SLO alerting: OpenSLO documents, burn rates and notifications will live here. May depend on the
 * schemas alone. Nothing runs yet; the contracts are {@code weir/slo/v1/slo.proto}.
 */
@NullMarked
package io.weir.alerting;

import org.jspecify.annotations.NullMarked;
