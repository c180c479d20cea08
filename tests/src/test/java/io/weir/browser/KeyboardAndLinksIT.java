package io.weir.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The pages without a mouse, and what their addresses remember. */
@ExtendWith(BrowserExtension.class)
class KeyboardAndLinksIT {
  /** Pressed after {@code g}. */
  private static final Map<String, String> PAGES =
      Map.of(
          "m",
          "/map",
          "f",
          "/flows",
          "s",
          "/slos",
          "a",
          "/alerts",
          "d",
          "/drops",
          "n",
          "/dns",
          "p",
          "/probes",
          "r",
          "/resources",
          "o",
          "/overview");

  private static final String TABLE = "/map?range=1h&table=1";

  @Test
  void everyPageIsTwoKeysAwayAndKeepsTheRange(Browser browser, DemoServer demo) {
    Page page = browser.open(demo.page("/?range=6h"), Look.PLAIN);
    page.awaitShown("#content h1");
    PAGES.forEach(
        (key, path) -> {
          page.press("g", key);
          page.await("at " + path, () -> page.address().getPath().equals(path));
          page.await("one heading of the page", () -> page.texts("#content h1").size() == 1);
          assertThat(page.address().getQuery()).isEqualTo("range=6h");
          assertThat(page.texts("nav [aria-current=page]")).as("marked in the rail").hasSize(1);
        });
  }

  @Test
  void theWorstConnectionOpensAndClosesByKeys(Browser browser, DemoServer demo) {
    Page page = browser.open(demo.page(TABLE), Look.PLAIN);
    openTheFirstRow(page);
    page.assertAccessible();
    page.screenshot("connection-laptop-light");
    page.press(Keys.ESCAPE);
    page.await("closed", () -> page.shown("#panel") == 0);
    assertThat(page.address().getQuery()).doesNotContain("sel=");
  }

  @Test
  void aLinkShowsTheSameToSomebodyElse(Browser browser, DemoServer demo) {
    Page mine = browser.open(demo.page(TABLE), Look.PLAIN);
    openTheFirstRow(mine);
    List<String> title = mine.texts("#panel h2");
    URI link = mine.address();

    Page theirs = browser.open(link, Look.PLAIN);
    theirs.awaitShown("#panel h2");
    assertThat(theirs.texts("#panel h2")).isEqualTo(title);
    theirs.awaitShown("#content [data-row][aria-current=true]");
  }

  @Test
  void theBackButtonUndoesAStep(Browser browser, DemoServer demo) {
    Page page = browser.open(demo.page(TABLE), Look.PLAIN);
    URI before = page.address();
    openTheFirstRow(page);
    page.back();
    page.await("where it was", () -> page.address().equals(before));
    page.await("closed", () -> page.shown("#panel") == 0);
  }

  @Test
  void theKeysAreExplained(Browser browser, DemoServer demo) {
    Page page = browser.open(demo.page("/"), Look.PLAIN);
    page.awaitShown("#content h1");
    page.press("?");
    page.awaitText("dialog[open]", "search");
    page.assertAccessible();
    page.press(Keys.ESCAPE);
    page.await("closed", () -> page.shown("dialog[open]") == 0);
  }

  @Test
  void aChosenThemeStaysThoughTheSystemPrefersTheOther(Browser browser, DemoServer demo) {
    Page page = browser.open(demo.page("/"), Look.PLAIN);
    page.click("button[aria-label='Dark theme']");
    page.awaitShown("button[aria-label='Light theme']");
    page.reload();
    page.awaitShown("button[aria-label='Light theme']");
    page.assertAccessible();
  }

  private static void openTheFirstRow(Page page) {
    page.awaitShown("#content [data-row]");
    page.press("j");
    page.press(Keys.ENTER);
    page.awaitShown("#panel h2");
    page.await("all answers", () -> page.shown(".skeleton") == 0);
  }
}
