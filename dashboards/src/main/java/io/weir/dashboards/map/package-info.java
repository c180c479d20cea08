/**
 * The service map: where everything stands ({@link io.weir.dashboards.map.Arranger}, {@link
 * io.weir.dashboards.map.Places}), what an edge is drawn with, and what changed between two times.
 * Pure; the only package that uses the layout library. Start at {@link
 * io.weir.dashboards.map.ServiceMap}.
 */
@NullMarked
package io.weir.dashboards.map;

import org.jspecify.annotations.NullMarked;
