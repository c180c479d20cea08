/**
 * {@code weir list}, {@code watch}, {@code reflect} and {@code version}: what a server says about
 * its nodes, namespaces and itself, printed as {@code hubble} does. Depends on the connection of
 * {@code io.weir.cli.observe}. Start at {@link io.weir.cli.cluster.ListCommand}.
 */
@NullMarked
package io.weir.cli.cluster;

import org.jspecify.annotations.NullMarked;
