/**
 * {@code weir replay}: windows computed once more from the raw topics, and compared with what live
 * gave. The command itself loads nothing of Kafka and Flink, so {@code --help} is quick. Start at
 * {@link io.weir.cli.replay.ReplayCommand}.
 */
@NullMarked
package io.weir.cli.replay;

import org.jspecify.annotations.NullMarked;
