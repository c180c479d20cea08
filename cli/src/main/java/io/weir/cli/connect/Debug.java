package io.weir.cli.connect;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What {@code --debug} says on stderr: where the connection goes, what the server's headers are,
 * how long each call took. Passwords are never among it: only headers of the server are shown.
 */
final class Debug implements ClientInterceptor {
  private final PrintStream err;
  private final boolean on;

  Debug(PrintStream err, boolean on) {
    this.err = err;
    this.on = on;
  }

  void say(String sentence) {
    if (on) {
      err.println("debug: " + sentence);
    }
  }

  static long millisSince(long startNs) {
    return (System.nanoTime() - startNs) / 1_000_000;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    ClientCall<Q, R> call = next.newCall(method, options);
    return on ? new Told<>(call, method.getFullMethodName()) : call;
  }

  private final class Told<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final String method;
    private final AtomicLong messages = new AtomicLong();

    Told(ClientCall<Q, R> call, String method) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      long start = System.nanoTime();
      say(method + ": asked");
      super.start(
          new SimpleForwardingClientCallListener<R>(listener) {
            @Override
            public void onHeaders(Metadata answer) {
              say("%s: headers after %d ms: %s".formatted(method, millisSince(start), answer));
              super.onHeaders(answer);
            }

            @Override
            public void onMessage(R message) {
              messages.incrementAndGet();
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              say(
                  "%s: %s after %d ms, %d messages"
                      .formatted(method, status.getCode(), millisSince(start), messages.get()));
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }
}
