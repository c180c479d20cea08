/**
 * From a socket or a cgroup to the process, container, pod or systemd unit it belongs to. Depends
 * on the flow messages and on files below {@code /proc} and {@code /var/log}; asks no daemon. Start
 * at {@link io.weir.collector.enrich.CgroupOwner}, which is pure, then {@link
 * io.weir.collector.enrich.ProcessTable}.
 *
 * <p>What root would add: an ordinary user may read the descriptor tables of the user's own
 * processes only, so sockets of other users stay without a process (their connections are still
 * seen).
 */
@NullMarked
package io.weir.collector.enrich;

import org.jspecify.annotations.NullMarked;
