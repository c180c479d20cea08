/**
 * The stream jobs while something is killed under them: task managers, whole processes, the broker,
 * the relay, checkpoints. Each run sends a made scenario to Kafka, injects its faults at points
 * that are chosen by the seed and observed before the fault, and compares what the jobs publish
 * with the truth. Uses the jobs as {@code flink run} would and the {@code weir} command as a
 * process. Start at {@link io.weir.faults.FaultRun}.
 */
@NullMarked
package io.weir.faults;

import org.jspecify.annotations.NullMarked;
