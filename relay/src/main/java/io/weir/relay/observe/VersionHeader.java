package io.weir.relay.observe;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Tells clients the Hubble version that the answers are compatible with. */
final class VersionHeader implements ServerInterceptor {
  static final Metadata.Key<String> KEY =
      Metadata.Key.of("hubble-relay-version", Metadata.ASCII_STRING_MARSHALLER);

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
            responseHeaders.put(KEY, version);
            super.sendHeaders(responseHeaders);
          }
        },
        headers);
  }
}
