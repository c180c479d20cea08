package io.weir.cli.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics} for Prometheus, {@code /livez} (the process answers) and {@code /readyz} (every
 * role does its work; else 503 with one line per role that does not).
 */
public final class HealthServer implements Role {
  private final HealthConfig config;
  private final PrometheusRegistry registry;
  private final List<? extends Role> roles;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /**
   * @param roles asked at every {@code /readyz}; may grow while the process starts
   */
  public HealthServer(
      HealthConfig config, PrometheusRegistry registry, List<? extends Role> roles) {
    this.config = config;
    this.registry = registry;
    this.roles = roles;
  }

  @Override
  public String name() {
    return "health";
  }

  @Override
  public void start() throws StartException {
    try {
      server = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
    } catch (IOException e) {
      throw new StartException(
          "Port "
              + config.port()
              + " on "
              + config.host()
              + " for metrics cannot be opened ("
              + e.getMessage()
              + "). Stop what uses it, set metrics.port, or use --free-ports.",
          e);
    }
    threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "weir-health");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/metrics", new MetricsHandler(registry));
    server.createContext("/livez", exchange -> answer(exchange, 200, "ok\n"));
    server.createContext("/readyz", this::readyz);
    server.start();
  }

  /** The port in use, known after {@link #start}. */
  public int port() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("The health server is not running.");
    }
    return running.getAddress().getPort();
  }

  private void readyz(HttpExchange exchange) throws IOException {
    StringBuilder problems = new StringBuilder();
    for (Role role : List.copyOf(roles)) {
      Readiness readiness = role.readiness();
      if (!readiness.ready()) {
        problems.append(role.name()).append(": ").append(readiness.reason()).append('\n');
      }
    }
    if (problems.isEmpty()) {
      answer(exchange, 200, "ok\n");
    } else {
      answer(exchange, 503, problems.toString());
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public Readiness readiness() {
    return server == null ? Readiness.notReady("Not listening.") : Readiness.READY;
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }
}
