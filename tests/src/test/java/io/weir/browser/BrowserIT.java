package io.weir.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WebDriverException;

/** What the browser must see of a page that is wrong; otherwise its silence means nothing. */
@ExtendWith(BrowserExtension.class)
class BrowserIT {
  private static StaticServer server;

  @BeforeAll
  static void start() {
    server = StaticServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void errorsOnTheConsoleAreComplaints(Browser browser) {
    browser.open(server.page("/test/pages/console.html"), Look.PLAIN);
    List<String> complaints = browser.complaints();
    assertThat(complaints)
        .anyMatch(said -> said.contains("said as an error"))
        .anyMatch(said -> said.contains("nobody caught it"))
        .anyMatch(said -> said.contains("thrown at the top"))
        .noneMatch(said -> said.contains("said in passing"));
    assertThat(browser.complaints()).as("told once").isEmpty();
  }

  @Test
  void whatIsNotThereIsAComplaint(Browser browser) {
    Page page = browser.open(server.page("/test/pages/plain.html"), Look.PLAIN);
    page.awaitScript("fetch('/missing.json').then(arguments[0])");
    assertThat(browser.complaints()).singleElement().asString().contains("missing.json", "404");
  }

  @Test
  void aViolationOfThePolicyIsAComplaint(Browser browser) {
    Page page = browser.open(server.page("/test/pages/policy.html"), Look.PLAIN);
    assertThat(page.script("return document.title")).isEqualTo("Against the policy");
    assertThat(browser.complaints())
        .singleElement()
        .asString()
        .startsWith("content security policy:");
  }

  @Test
  void aRequestToAnotherHostIsAComplaintAndGoesNowhere(Browser browser) {
    assertThatThrownBy(
            () -> {
              Page page = browser.open(server.page("/test/pages/elsewhere.html"), Look.PLAIN);
              page.await("the other host", () -> page.address().getHost().equals("weir.example"));
              // The driver says so at one of the two.
              throw new WebDriverException("net::ERR_NAME_NOT_RESOLVED");
            })
        .hasMessageContaining("net::ERR_NAME_NOT_RESOLVED");
    assertThat(browser.complaints())
        .anyMatch(said -> said.startsWith("request to another host: http://weir.example/"));
  }

  @Test
  void barriersAreFoundInBothThemesWithPlaceAndRemedy(Browser browser) {
    for (Look.Theme theme : Look.Theme.values()) {
      Page page =
          browser.open(
              server.page("/test/pages/barriers.html"), new Look(Look.Screen.PHONE, theme));
      assertThatThrownBy(page::assertAccessible)
          .hasMessageContaining("barriers.html, phone-" + theme.name().toLowerCase(Locale.ROOT))
          .hasMessageContaining("color-contrast")
          .hasMessageContaining("#pale")
          .hasMessageContaining(theme == Look.Theme.LIGHT ? "#cccccc" : "#333333")
          .hasMessageContaining("button-name")
          .hasMessageContaining("#nameless")
          .hasMessageContaining("Fix any of the following");
      assertThatThrownBy(page::assertFitsItsWidth).hasMessageContaining("width");
    }
  }

  @Test
  void aPageIsLookedAtAsAsked(Browser browser) throws Exception {
    Page page =
        browser.open(
            server.page("/test/pages/plain.html"), new Look(Look.Screen.PHONE, Look.Theme.DARK));
    assertThat(page.script("return innerWidth")).isEqualTo(390L);
    assertThat(page.script("return matchMedia('(prefers-color-scheme: dark)').matches"))
        .isEqualTo(true);
    assertThat(page.texts("h1")).containsExactly("Plain");
    page.assertAccessible();
    page.assertFitsItsWidth();
    assertThat(page.firstPaint()).isPositive().isLessThan(Duration.ofSeconds(30));
    Path picture = page.screenshot("harness");
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(390, 844);
    Files.delete(picture);
  }

  @Test
  void nothingIsRememberedFromThePageBefore(Browser browser) {
    Page page = browser.open(server.page("/test/pages/plain.html"), Look.PLAIN);
    page.script("localStorage.setItem('theme', 'dark')");
    browser.open(server.page("/test/pages/plain.html"), Look.PLAIN);
    assertThat(page.script("return localStorage.getItem('theme')")).isNull();
  }
}
