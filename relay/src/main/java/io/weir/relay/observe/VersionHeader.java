package io.weir.relay.observe;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Tells clients the Hubble version that the answers are compatible with, under the names that an
 * agent and a hubble-relay have for it: clients look for either.
 */
final class VersionHeader implements ServerInterceptor {
  static final Metadata.Key<String> RELAY =
      Metadata.Key.of("hubble-relay-version", Metadata.ASCII_STRING_MARSHALLER);
  static final Metadata.Key<String> SERVER =
      Metadata.Key.of("hubble-server-version", Metadata.ASCII_STRING_MARSHALLER);

  private final String version;

  VersionHeader(String version) {
    this.version = version;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, R>(call) {
          @Override
          public void sendHeaders(Metadata responseHeaders) {
            responseHeaders.put(RELAY, version);
            responseHeaders.put(SERVER, version);
            super.sendHeaders(responseHeaders);
          }
        },
        headers);
  }
}
