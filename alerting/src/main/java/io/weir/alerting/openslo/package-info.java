/**
 * OpenSLO v1 documents: read with their positions, checked one by one and together, and turned into
 * what {@link io.weir.alerting.slo} evaluates. Nothing here runs; every problem is a {@link
 * io.weir.alerting.openslo.Finding}.
 */
@NullMarked
package io.weir.alerting.openslo;

import org.jspecify.annotations.NullMarked;
