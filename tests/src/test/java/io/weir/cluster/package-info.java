/**
 * The jobs on a Flink cluster of processes of their own, from the job jar. Start at {@link
 * io.weir.cluster.FlinkProcesses}, the cluster for tests; nothing of Weir is on its class path.
 */
@NullMarked
package io.weir.cluster;

import org.jspecify.annotations.NullMarked;
