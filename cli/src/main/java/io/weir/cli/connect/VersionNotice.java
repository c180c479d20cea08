package io.weir.cli.connect;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Warns once when the server's version header names an older Hubble than the one that this command
 * follows: it would not know newer filters, and would not say so.
 */
final class VersionNotice implements ClientInterceptor {
  static final int MAJOR = 1;
  static final int MINOR = 19;

  static final Metadata.Key<String> SERVER = header("hubble-server-version");
  static final Metadata.Key<String> RELAY = header("hubble-relay-version");

  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\b.*");

  private final Consumer<String> warn;
  private final AtomicBoolean warned = new AtomicBoolean();

  VersionNotice(Consumer<String> warn) {
    this.warn = warn;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<Q, R>(next.newCall(method, options)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<R>(listener) {
              @Override
              public void onHeaders(Metadata answer) {
                look(answer);
                super.onHeaders(answer);
              }
            },
            headers);
      }
    };
  }

  private void look(Metadata headers) {
    Optional.ofNullable(headers.get(RELAY))
        .or(() -> Optional.ofNullable(headers.get(SERVER)))
        .flatMap(VersionNotice::warning)
        .filter(text -> warned.compareAndSet(false, true))
        .ifPresent(warn);
  }

  /** What there is to say about a server of this version; nothing if it says none. */
  static Optional<String> warning(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    return major < MAJOR || (major == MAJOR && minor < MINOR)
        ? Optional.of(
            ("The server speaks Hubble %d.%d, older than the %d.%d that this command follows:"
                    + " it may ignore newer filters and leave newer fields empty.")
                .formatted(major, minor, MAJOR, MINOR))
        : Optional.empty();
  }
}
