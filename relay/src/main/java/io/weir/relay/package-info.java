/**
 * The relay role: one gRPC port for collectors and for questions. Depends on the packages below and
 * on gRPC's server. Start at {@link io.weir.relay.RelayRole}.
 */
@NullMarked
package io.weir.relay;

import org.jspecify.annotations.NullMarked;
