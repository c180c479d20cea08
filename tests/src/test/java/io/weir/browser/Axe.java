package io.weir.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.JavascriptExecutor;

/**
 * The accessibility checker axe-core, put into a page by the driver: what the page's policy allows
 * does not matter to it.
 */
final class Axe {
  /** WCAG 2.2, levels A and AA, and what it took over from earlier versions. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private static final String SCRIPT = read();

  private static final String RUN =
      """
      const [tags, done] = arguments;
      axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
        .then(result => done({violations: result.violations, passes: result.passes.length}))
        .catch(error => done({error: String(error)}));
      """;

  private Axe() {}

  /** Everything on the page, as it is now, that breaks a rule. */
  @SuppressWarnings("unchecked") // as RUN gives it
  static List<Violation> check(JavascriptExecutor page) {
    page.executeScript(SCRIPT);
    Map<String, Object> result = (Map<String, Object>) page.executeAsyncScript(RUN, RULES);
    if (result == null || result.containsKey("error")) {
      throw new AssertionError("axe did not run: " + result);
    }
    if ((Long) result.get("passes") == 0) {
      throw new AssertionError("axe found nothing to check: is the page empty?");
    }
    return Violation.read((List<Map<String, Object>>) result.get("violations"));
  }

  private static String read() {
    try (InputStream script = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new IllegalStateException("axe.min.js is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
