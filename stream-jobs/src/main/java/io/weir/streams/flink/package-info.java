/**
 * The Flink side: sources, operators around the pure core, sinks, restore. Operators hold no rules
 * of their own. Start at {@link io.weir.streams.flink.StreamJobs}.
 */
@NullMarked
package io.weir.streams.flink;

import org.jspecify.annotations.NullMarked;
