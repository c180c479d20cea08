/**
 * From windows and events to answers: which edges and services fail, at which layer, and why. Pure:
 * depends on the schemas, the sketch library and Jackson's annotations, never on a store or a
 * server. Start at {@link io.weir.dashboards.answer.EdgeRollup} and {@link
 * io.weir.dashboards.answer.Diagnosis}.
 */
@NullMarked
package io.weir.dashboards.answer;

import org.jspecify.annotations.NullMarked;
