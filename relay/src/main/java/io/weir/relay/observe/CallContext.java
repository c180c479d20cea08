package io.weir.relay.observe;

import com.google.common.net.HostAndPort;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.weir.query.v1.Explanation;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a method should know of its call beyond the request: which client asks, and whether it wants
 * to know how the answer came about, or the newest of a range.
 */
final class CallContext implements ServerInterceptor {
  /** {@code true} asks for an {@link #EXPLANATION}. */
  static final Metadata.Key<String> EXPLAIN =
      Metadata.Key.of("weir-explain", Metadata.ASCII_STRING_MARSHALLER);

  /** {@code true} makes {@code number} count from the newest, also with {@code since}. */
  static final Metadata.Key<String> NEWEST =
      Metadata.Key.of("weir-newest", Metadata.ASCII_STRING_MARSHALLER);

  /** Sent behind the last answer, cut to fit there. */
  static final Metadata.Key<Explanation> EXPLANATION =
      Metadata.Key.of(
          "weir-explanation-bin", ProtoUtils.metadataMarshaller(Explanation.getDefaultInstance()));

  /** Where {@link #client} and {@link #server} are kept; set by hand in tests alone. */
  static final Context.Key<String> CLIENT = Context.key("weir-client");

  static final Context.Key<String> SERVER = Context.key("weir-server");
  private static final Context.Key<Boolean> FROM_NEWEST = Context.key("weir-newest");
  private static final Context.Key<AtomicReference<Explanation>> HOLDER =
      Context.key("weir-explanation");

  /** The address that the current call comes from, without the port. */
  static String client() {
    return Optional.ofNullable(CLIENT.get()).orElse("unknown");
  }

  /** The address of ours that the current call came to, {@code host:port}. */
  static String server() {
    return Optional.ofNullable(SERVER.get()).orElse("");
  }

  /** Whether {@code number} counts from the newest whatever else is asked. */
  static boolean fromNewest() {
    return Optional.ofNullable(FROM_NEWEST.get()).orElse(false);
  }

  /**
   * Where the current call's explanation is to be put before it ends; empty if nobody wants one.
   */
  static Optional<AtomicReference<Explanation>> explanation() {
    return Optional.ofNullable(HOLDER.get());
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Context context =
        Context.current()
            .withValue(CLIENT, host(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)))
            .withValue(SERVER, address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)))
            .withValue(FROM_NEWEST, isTrue(headers, NEWEST));
    if (!isTrue(headers, EXPLAIN)) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    AtomicReference<Explanation> holder = new AtomicReference<>();
    ServerCall<Q, R> explained =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            Explanation explanation = holder.get();
            if (explanation != null) {
              trailers.put(EXPLANATION, ExplanationTrailer.fit(explanation));
            }
            super.close(status, trailers);
          }
        };
    return Contexts.interceptCall(context.withValue(HOLDER, holder), explained, headers, next);
  }

  private static boolean isTrue(Metadata headers, Metadata.Key<String> key) {
    return "true".equalsIgnoreCase(headers.get(key));
  }

  /** Unix sockets have one client, whoever it is. */
  private static String host(@Nullable SocketAddress remote) {
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote);
  }

  private static String address(@Nullable SocketAddress local) {
    return local instanceof InetSocketAddress inet
        ? HostAndPort.fromParts(host(inet), inet.getPort()).toString()
        : String.valueOf(local);
  }
}
