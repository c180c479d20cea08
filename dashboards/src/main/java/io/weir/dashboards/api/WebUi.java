package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.ServerCacheControl;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * The web UI: ES modules and style sheets out of the class path, and the libraries that they import
 * out of theirs. The browser puts together what belongs to an address, so every page's path answers
 * with the same document.
 */
public final class WebUi {
  /** The pages; the same list as {@code PAGES} of {@code ui/app/address.js}. */
  public static final List<String> PAGES =
      List.of("overview", "map", "flows", "slos", "alerts", "drops", "dns", "probes", "resources");

  private static final String ROOT = "io/weir/dashboards/ui";
  private static final String LIBRARIES = "io/weir/dashboards/libraries.properties";

  /** The page may load from this server alone, and nobody may put it into a frame. */
  private static final String POLICY =
      "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

  private WebUi() {}

  /** Adds everything that is no API. */
  public static void mount(ServerBuilder builder) {
    HttpService document =
        HttpFile.builder(loader(), ROOT + "/index.html")
            .setHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
            .setHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .setHeader(HttpHeaderNames.REFERRER_POLICY, "same-origin")
            .cacheControl(ServerCacheControl.REVALIDATED)
            .build()
            .asService();
    builder.service("/", document);
    PAGES.forEach(page -> builder.service("/" + page, document));
    libraries()
        .forEach((name, path) -> builder.serviceUnder("/ui/lib/" + name, files(path.toString())));
    builder.serviceUnder("/ui", files(ROOT));
  }

  /**
   * Small files that change with the server: the browser asks each time whether its copy is good.
   */
  private static HttpService files(String path) {
    return FileService.builder(loader(), path)
        .setHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .cacheControl(ServerCacheControl.REVALIDATED)
        .build();
  }

  private static Properties libraries() {
    Properties libraries = new Properties();
    try (InputStream file = loader().getResourceAsStream(LIBRARIES)) {
      libraries.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return libraries;
  }

  private static ClassLoader loader() {
    return WebUi.class.getClassLoader();
  }
}
