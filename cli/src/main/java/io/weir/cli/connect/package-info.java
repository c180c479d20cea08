/**
 * How a client command reaches a server: TLS, credentials, {@code kubectl port-forward}, what is
 * said while connecting. Depends on gRPC and the collector's addresses, on no command; its classes
 * are loaded only when a command connects. Start at {@link io.weir.cli.connect.Link}.
 */
@NullMarked
package io.weir.cli.connect;

import org.jspecify.annotations.NullMarked;
