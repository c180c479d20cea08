package io.weir.browser;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the test modules of {@code src/test/resources/browser}, one by one, in a page of its own.
 */
final class UnitTests {
  private static final String RUN =
      """
      const [module, done] = arguments;
      import(module)
        .then(() => import('/test/unit/test.js'))
        .then(tests => tests.run())
        .then(done, error => done([{name: 'loads', error: String(error?.stack ?? error)}]));
      """;

  private final Browser browser;
  private final StaticServer server;

  UnitTests(Browser browser, StaticServer server) {
    this.browser = browser;
    this.server = server;
  }

  /**
   * What came of one test.
   *
   * @param error empty when it went well
   */
  record Outcome(String name, String error) {}

  /** The modules of a directory, by name. */
  static List<String> modules(String directory) {
    URL url = UnitTests.class.getResource("/browser/" + directory);
    if (url == null) {
      throw new IllegalStateException("no directory browser/" + directory + " on the class path");
    }
    try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.js"))
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot list " + url, e);
    }
  }

  /** Runs one module. A module that cannot be loaded is a failure; so is one without a test. */
  @SuppressWarnings("unchecked") // as RUN gives it
  List<Outcome> run(String directory, String module) {
    Page page = browser.open(server.page("/test/unit/run.html"), Look.PLAIN);
    List<Map<String, String>> outcomes =
        (List<Map<String, String>>)
            page.awaitScript(RUN, "/test/%s/%s".formatted(directory, module));
    if (outcomes.isEmpty()) {
      return List.of(new Outcome("has a test", module + " calls test() nowhere"));
    }
    return outcomes.stream()
        .map(outcome -> new Outcome(outcome.get("name"), outcome.get("error")))
        .toList();
  }
}
