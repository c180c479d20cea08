/**
 * How the collector reaches gRPC servers: addresses, TLS, pauses between attempts. Depends on gRPC
 * alone. Start at {@link io.weir.collector.net.Channels}.
 */
@NullMarked
package io.weir.collector.net;

import org.jspecify.annotations.NullMarked;
