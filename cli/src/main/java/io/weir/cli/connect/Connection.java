package io.weir.cli.connect;

import java.time.Duration;
import java.util.Optional;

/**
 * What was said about the server: checked, not yet connected.
 *
 * @param server {@code HOST:PORT}, {@code tls://HOST:PORT} or {@code unix:///PATH}, as typed
 * @param timeout how long connecting may take
 * @param requestTimeout how long one unary call may take
 * @param tls certificates and names
 * @param user sent with every call
 * @param forward the port-forward to make first; then {@code server} does not matter
 * @param debug say on stderr what happens
 */
public record Connection(
    String server,
    Duration timeout,
    Duration requestTimeout,
    TlsFiles tls,
    Optional<BasicAuth> user,
    Optional<PortForward.Plan> forward,
    boolean debug) {}
