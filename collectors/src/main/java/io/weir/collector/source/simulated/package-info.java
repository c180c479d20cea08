/**
 * The source {@code simulated}: a made cluster, live. Depends on the simulation. Start at {@link
 * io.weir.collector.source.simulated.SimulatedSource}.
 */
@NullMarked
package io.weir.collector.source.simulated;

import org.jspecify.annotations.NullMarked;
