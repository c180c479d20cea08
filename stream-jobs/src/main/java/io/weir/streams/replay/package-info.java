/**
 * The past again: which records of the raw topics a replay reads, what it gives, and how that
 * differs from what live gave. Talks with Kafka; the jobs themselves are in {@code flink}. Start at
 * {@link io.weir.streams.replay.Replay}.
 */
@NullMarked
package io.weir.streams.replay;

import org.jspecify.annotations.NullMarked;
