/**
 * Who talks to whom, as plain values: peers, connections, counts per edge. Depends on the messages
 * and the sketch library, never on Flink. Start at {@link io.weir.streams.edge.ConnectionTracker}.
 */
@NullMarked
package io.weir.streams.edge;

import org.jspecify.annotations.NullMarked;
