package io.weir.external;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Stands before an HTTP server: passes posts on, or answers 503 while it is shut. */
public final class Door implements AutoCloseable {
  private static final int SHUT = 503;

  private final HttpServer server;
  private final URI behind;
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean shut;

  private Door(HttpServer server, URI behind) {
    this.server = server;
    this.behind = behind;
  }

  /** An open one. */
  public static Door before(URI behind) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Door door = new Door(server, behind);
    server.createContext("/", door::pass);
    server.start();
    return door;
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(shut ? SHUT : post(exchange.getRequestURI(), body), -1);
    }
  }

  private int post(URI path, byte[] body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(behind.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SHUT;
    }
  }

  public void shut() {
    shut = true;
  }

  public void open() {
    shut = false;
  }

  /** Of the door. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
