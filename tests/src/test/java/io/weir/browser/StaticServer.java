package io.weir.browser;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Serves directories of the class path to the browser, as the dashboards role does its pages. */
final class StaticServer implements AutoCloseable {
  private final Server server;

  private StaticServer(Server server) {
    this.server = server;
  }

  /** The pages' own files where the role has them, and those of tests below {@code /test/}. */
  static StaticServer start() {
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.serviceUnder("/test/", files("browser"));
    builder.serviceUnder("/ui/", files("io/weir/dashboards/ui"));
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
