package io.weir.browser;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import io.weir.dashboards.api.WebUi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Serves the pages as the dashboards role does, without its questions, and files of tests. */
final class StaticServer implements AutoCloseable {
  private final Server server;

  private StaticServer(Server server) {
    this.server = server;
  }

  /** Files of {@code src/test/resources/browser} are below {@code /test/}. */
  static StaticServer start() {
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    WebUi.mount(builder);
    builder.serviceUnder("/test/", files("browser"));
    // The browser asks for it by itself.
    builder.service("/favicon.ico", (context, request) -> HttpResponse.of(HttpStatus.NO_CONTENT));
    Server server = builder.build();
    server.start().join();
    return new StaticServer(server);
  }

  private static FileService files(String directory) {
    return FileService.builder(StaticServer.class.getClassLoader(), directory)
        .setHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'self'")
        .build();
  }

  /** Of a file, such as {@code /test/unit/run.html}. */
  URI page(String path) {
    return URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
