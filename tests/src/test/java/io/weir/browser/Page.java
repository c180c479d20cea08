package io.weir.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * What a person sees and does on the page that is open. Elements are named by CSS selectors and
 * looked up anew each time: a page may draw itself again whenever it likes. What is not there yet
 * is waited for.
 *
 * @param driver of the browser that shows it
 * @param look how it is looked at
 */
record Page(ChromeDriver driver, Look look) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final String FIRST_PAINT =
      """
      const done = arguments[0];
      new PerformanceObserver(seen => {
        for (const entry of seen.getEntriesByName('first-contentful-paint')) {
          done(entry.startTime);
        }
      }).observe({type: 'paint', buffered: true});
      """;

  /** The address that the bar of a browser would show. */
  URI address() {
    return URI.create(driver.getCurrentUrl());
  }

  /** Waits until the page has such an element that can be seen. */
  void awaitShown(String selector) {
    await(selector + " is shown", () -> shown(selector) > 0);
  }

  /** Waits until what such an element says contains the text. */
  void awaitText(String selector, String text) {
    await(
        "%s says \"%s\"".formatted(selector, text),
        () -> texts(selector).stream().anyMatch(said -> said.contains(text)));
  }

  /** Waits for anything else about the page. */
  void await(String what, Supplier<Boolean> condition) {
    Awaitility.await("%s on %s".formatted(what, address()))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        // An element that was drawn again between two looks.
        .ignoreExceptionsInstanceOf(WebDriverException.class)
        .until(condition::get);
  }

  /** How many such elements can be seen. */
  long shown(String selector) {
    return elements(selector).stream().filter(WebElement::isDisplayed).count();
  }

  /** What such elements say, in the order of the page. Of hidden ones nothing. */
  List<String> texts(String selector) {
    return elements(selector).stream().map(WebElement::getText).toList();
  }

  private List<WebElement> elements(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** Clicks the first such element that can be seen. */
  void click(String selector) {
    awaitShown(selector);
    await(
        selector + " takes a click",
        () -> {
          elements(selector).stream()
              .filter(WebElement::isDisplayed)
              .findFirst()
              .orElseThrow(() -> new WebDriverException("gone"))
              .click();
          return true;
        });
  }

  /** Types into whatever has the focus: text, or {@link org.openqa.selenium.Keys}. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** The button of the browser. */
  void back() {
    driver.navigate().back();
  }

  /** Loads the page again, with all that the browser remembers. */
  void reload() {
    driver.navigate().refresh();
  }

  /** What a script gives back. */
  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What a script gives to its last argument, a function, some time later. */
  Object awaitScript(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /** From asking for the page to its first text or picture, as the browser measured it. */
  Duration firstPaint() {
    return millis(awaitScript(FIRST_PAINT));
  }

  /** Since the page was asked for. */
  Duration age() {
    return millis(script("return performance.now()"));
  }

  private static Duration millis(Object number) {
    return Duration.ofNanos((long) (((Number) number).doubleValue() * 1_000_000));
  }

  /** Nothing on the page breaks a rule of WCAG 2.2 AA that axe knows. */
  void assertAccessible() {
    List<Violation> violations = Axe.check(driver);
    if (!violations.isEmpty()) {
      throw new AssertionError(
          violations.stream()
              .map(Violation::toString)
              .collect(Collectors.joining("\n", "%s, %s:%n".formatted(address(), look), "")));
    }
  }

  /** No part of the page lies beside the screen, so that nobody must scroll sideways. */
  void assertFitsItsWidth() {
    assertThat((Long) script("return document.documentElement.scrollWidth"))
        .as("width of %s, %s", address(), look)
        .isLessThanOrEqualTo(look.screen().width);
  }

  /** Keeps what can be seen as {@code target/screenshots/NAME.png}. */
  Path screenshot(String name) {
    try {
      return Files.write(
          Files.createDirectories(SCREENSHOTS).resolve(name + ".png"),
          driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
