package io.weir.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window and without a network: it reaches 127.0.0.1 and resolves no name. It
 * shows one page at a time and keeps note of what it complains about. One for all tests of a run:
 * see {@link BrowserExtension}.
 */
final class Browser implements AutoCloseable {
  private static final Duration SCRIPT_MAX = Duration.ofSeconds(60);
  private static final Duration LOAD_MAX = Duration.ofSeconds(60);

  /** Warns that it has no classes for this Chromium's protocol; none are used. */
  private static final Logger PROTOCOL =
      Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

  private final ChromeDriver driver;
  private final Path scratch;

  private Browser(ChromeDriver driver, Path scratch) {
    this.driver = driver;
    this.scratch = scratch;
  }

  /**
   * Starts it.
   *
   * @throws org.opentest4j.TestAbortedException if there is none and none can be fetched
   */
  static Browser start() {
    try {
      Path scratch = Files.createTempDirectory("weir-browser");
      try {
        Browser browser = new Browser(driver(Chromium.find(scratch), scratch), scratch);
        // Chromium begins with a page of its own, which is nobody's business.
        browser.leave();
        browser.complaints();
        return browser;
      } catch (IOException | RuntimeException | Error e) {
        delete(scratch);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChromeDriver driver(Chromium chromium, Path scratch) {
    PROTOCOL.setLevel(Level.SEVERE);
    File log = new File("target/chromedriver.log");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.driver().toFile())
            .usingAnyFreePort()
            .withEnvironment(chromium.environment())
            .withLogFile(log)
            .build();
    try {
      ChromeDriver driver = new ChromeDriver(service, options(chromium, scratch));
      driver.manage().timeouts().scriptTimeout(SCRIPT_MAX).pageLoadTimeout(LOAD_MAX);
      return driver;
    } catch (WebDriverException e) {
      throw new IllegalStateException(
          "%s did not start; log: %s. If packages of this machine were removed since it was fetched, delete what the message names below ~/.cache/weir-tests/debian."
              .formatted(chromium.browser(), log.getAbsolutePath()),
          e);
    }
  }

  private static ChromeOptions options(Chromium chromium, Path scratch) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.browser().toFile());
    options.addArguments(
        "--headless=new",
        // Containers and root lack what the sandbox is made of; only our own pages are shown.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--user-data-dir=" + scratch.resolve("profile"),
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        "--no-proxy-server",
        "--disable-background-networking",
        "--no-first-run",
        "--hide-scrollbars",
        "--force-color-profile=srgb",
        "--lang=en-GB");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    return options;
  }

  /**
   * Opens an address as somebody would who was never there before, and waits until it is loaded.
   */
  Page open(URI address, Look look) {
    forget(address);
    boolean phone = look.screen() == Look.Screen.PHONE;
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            look.screen().width,
            "height",
            look.screen().height,
            "deviceScaleFactor",
            1,
            "mobile",
            phone));
    driver.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", phone));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of(
                    "name",
                    "prefers-color-scheme",
                    "value",
                    look.theme().name().toLowerCase(Locale.ROOT)),
                // What fades in has no contrast yet.
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    driver.get(address.toString());
    return new Page(driver, look);
  }

  private void forget(URI address) {
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    driver.executeCdpCommand(
        "Storage.clearDataForOrigin",
        Map.of("origin", address.resolve("/").toString(), "storageTypes", "all"));
  }

  /**
   * What the pages did since the last call that they must not do. Empty when all is well. After
   * each test {@link BrowserExtension} asks, so a test that expects some asks before.
   */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    complaints.addAll(Complaints.ofConsole(driver.manage().logs().get(LogType.BROWSER)));
    complaints.addAll(Complaints.ofNetwork(driver.manage().logs().get(LogType.PERFORMANCE)));
    // A page that draws itself again and again says the same again and again.
    return complaints.stream().distinct().toList();
  }

  /** The page that it shows now, whatever that is. */
  Page current() {
    return new Page(driver, Look.PLAIN);
  }

  /** Leaves the page, so that it asks nothing of a server that is stopped. */
  void leave() {
    driver.get("about:blank");
  }

  @Override
  public void close() {
    driver.quit();
    delete(scratch);
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
