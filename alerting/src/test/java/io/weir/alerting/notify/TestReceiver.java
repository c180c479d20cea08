package io.weir.alerting.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receives webhooks, and behaves as it is told to. */
final class TestReceiver implements AutoCloseable {
  /** Answers a post. */
  interface Behaviour {
    void answer(HttpExchange exchange, String body) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = taking();

  TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posts.add(summary(body));
          behaviour.answer(exchange, body);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret");
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  /** As it does at first. */
  Behaviour taking() {
    return (exchange, body) -> {
      taken.add(summary(body));
      exchange.sendResponseHeaders(204, -1);
    };
  }

  static Behaviour status(int status) {
    return (exchange, body) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Every post: {@code firing cart 2026-03-01T12:00:00Z}. */
  List<String> posts() {
    return posts;
  }

  /** Those that were answered with 2xx. */
  List<String> taken() {
    return taken;
  }

  private static String summary(String body) {
    return field(body, "status") + " " + field(body, "slo") + " " + field(body, "startsAt");
  }

  private static String field(String body, String name) {
    String before = "\"" + name + "\":\"";
    int from = body.indexOf(before) + before.length();
    return body.substring(from, body.indexOf('"', from));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
