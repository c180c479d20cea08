package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.FakeSeriesStore;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The files of the web UI over a real server; what they do is tested in a browser. */
class WebUiTest {
  private static final Pattern LINKS =
      Pattern.compile(
          "(?:src|href)=\"(ui/[^\"]+)\"|from '(\\.{1,2}/[^']+)'|from\\s*\"(\\.{1,2}/[^\"]+)\"");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final DashboardsRole ROLE = role();

  private static DashboardsRole role() {
    return new DashboardsRole(
        DashboardsConfig.DEFAULT.withPort(0),
        new FakeSeriesStore(),
        SloView.NONE,
        SilenceBook.NONE,
        new PrometheusRegistry(),
        InstantSource.system());
  }

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI root() {
    return URI.create("http://127.0.0.1:" + ROLE.port() + "/");
  }

  @Test
  void everyFileThatThePageNeedsIsThere() throws Exception {
    Set<URI> seen = new LinkedHashSet<>(Set.of(root()));
    Deque<URI> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      URI uri = open.remove();
      HttpResponse<String> file = get(uri);
      assertThat(file.statusCode()).as("%s", uri).isEqualTo(200);
      assertThat(file.headers().firstValue("x-content-type-options")).contains("nosniff");
      if (uri.getPath().endsWith(".js")) {
        assertThat(file.headers().firstValue("content-type").orElse("")).contains("javascript");
      }
      Matcher links = LINKS.matcher(file.body());
      while (links.find()) {
        URI next = next(uri, links);
        if (seen.add(next)) {
          open.add(next);
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(20);
    assertThat(seen).anyMatch(uri -> uri.getPath().endsWith("/lit-html.js"));
  }

  /** The document's links are below its base, imports beside the file that has them. */
  private static URI next(URI file, Matcher link) {
    if (link.group(1) != null) {
      return root().resolve(link.group(1));
    }
    return file.resolve(link.group(2) != null ? link.group(2) : link.group(3));
  }

  @Test
  void everyPageHasItsPathAndLoadsFromThisServerAlone() throws Exception {
    for (String path : WebUi.PAGES) {
      HttpResponse<String> page = get(root().resolve("/" + path + "?range=1h"));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<title>Weir").doesNotContain("http://", "https://");
      assertThat(page.headers().firstValue("content-security-policy").orElse(""))
          .startsWith("default-src 'self'");
    }
    String addresses = get(root().resolve("ui/app/address.js")).body();
    assertThat(addresses)
        .contains(
            "PAGES = ["
                + String.join(", ", WebUi.PAGES.stream().map(p -> "'" + p + "'").toList())
                + "]");
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    assertThat(get(root().resolve("ui/app/other.js")).statusCode()).isEqualTo(404);
    assertThat(get(root().resolve("other")).statusCode()).isEqualTo(404);
    assertThat(get(root().resolve("ui/../libraries.properties")).statusCode()).isEqualTo(404);
  }
}
