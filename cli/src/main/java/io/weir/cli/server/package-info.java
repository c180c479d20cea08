/**
 * Processes with roles: configuration, wiring by ordinary code, start and stop. May depend on every
 * module. Start at {@link io.weir.cli.server.UpCommand}, then {@link
 * io.weir.cli.server.ServerProcess}.
 */
@NullMarked
package io.weir.cli.server;

import org.jspecify.annotations.NullMarked;
