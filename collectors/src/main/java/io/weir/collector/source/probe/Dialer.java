package io.weir.collector.source.probe;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves and connects within an attempt, each as a phase. Names are resolved by the system on
 * threads of their own, because that cannot be interrupted; the JVM remembers answers for 30 s, so
 * most runs resolve in no time. Addresses are tried in their order until one connects.
 */
final class Dialer implements AutoCloseable {
  private static final int RESOLVERS = 8;
  private static final int WAITING_MAX = 1_000;

  private final Names names;
  private final ThreadPoolExecutor resolvers;

  /** Where names are looked up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  Dialer() {
    this(InetAddress::getAllByName);
  }

  Dialer(Names names) {
    this.names = names;
    resolvers =
        new ThreadPoolExecutor(
            RESOLVERS,
            RESOLVERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            task -> {
              var thread = new Thread(task, "probe-resolver");
              thread.setDaemon(true);
              return thread;
            });
    resolvers.allowCoreThreadTimeOut(true);
  }

  /** Addresses of a name; an address is itself, without a phase. */
  List<InetAddress> resolve(String host, Attempt attempt) throws IOException, InterruptedException {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (InetAddresses.isInetAddress(bare)) {
      return List.of(InetAddresses.forString(bare));
    }
    attempt.phase(Attempt.RESOLVE);
    var answer = resolvers.submit(() -> names.resolve(bare));
    try {
      return List.of(answer.get(attempt.remainingMs(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new SocketTimeoutException("no answer for " + bare);
    } catch (ExecutionException e) {
      var unknown = new UnknownHostException(bare);
      unknown.initCause(e.getCause());
      throw unknown;
    }
  }

  /** An open connection; the caller closes it. */
  Socket connect(String host, int port, Attempt attempt) throws IOException, InterruptedException {
    var addresses = resolve(host, attempt);
    attempt.phase(Attempt.CONNECT);
    IOException last = new ConnectException("no address for " + host);
    for (InetAddress address : addresses) {
      var socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), attempt.remainingMs());
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  @Override
  public void close() {
    resolvers.shutdownNow();
  }
}
