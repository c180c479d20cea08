/**
 * Connections of this host from {@code /proc/net}, joined to processes, containers and units: what
 * any Linux user can see. Depends on {@link io.weir.collector.enrich} and the source contract.
 * Start at {@link io.weir.collector.source.sockets.SocketsSource}, then the pure {@code
 * ConnectionTracker}.
 *
 * <p>What root would add: the processes of other users' sockets (their connections are seen without
 * it). What no poll adds, root or not: refused and reset connections, packets, bytes, and the
 * sockets of containers that have a network namespace of their own.
 */
@NullMarked
package io.weir.collector.source.sockets;

import org.jspecify.annotations.NullMarked;
