package io.weir.browser;

import io.weir.external.DebianPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The programs of the browser: those on the path, else Debian's, fetched once.
 *
 * @param browser Chromium itself
 * @param driver by which tests steer it; of the same version
 * @param environment what both need to run
 */
record Chromium(Path browser, Path driver, Map<String, String> environment) {
  /** Names of the program where it is installed; its driver then is {@code chromedriver}. */
  private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome"};

  /**
   * The programs. The first time this may fetch 130 MB, which take 420 MB unpacked.
   *
   * @param scratch a directory of the caller, for settings
   * @throws org.opentest4j.TestAbortedException if there are none and none can be fetched
   */
  static Chromium find(Path scratch) throws IOException {
    Optional<Path> browser = DebianPackage.installed(NAMES);
    Optional<Path> driver = DebianPackage.installed("chromedriver");
    if (browser.isPresent() && driver.isPresent()) {
      return new Chromium(browser.get(), driver.get(), Map.of());
    }
    DebianPackage debian = DebianPackage.fetchWithDependencies("chromium", "chromium-driver");
    String libraries =
        debian.libraries().stream().map(Path::toString).collect(Collectors.joining(":"));
    return new Chromium(
        debian.program("usr/lib/chromium/chromium"),
        debian.program("usr/bin/chromedriver"),
        Map.of(
            "LD_LIBRARY_PATH",
            libraries,
            "FONTCONFIG_FILE",
            fonts(scratch, debian.root()).toString()));
  }

  /** Fonts of the machine and of the packages, which a small machine may have none of. */
  private static Path fonts(Path scratch, Path root) throws IOException {
    return Files.writeString(
        scratch.resolve("fonts.conf"),
        """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
        <fontconfig>
          <dir>/usr/share/fonts</dir>
          <dir>%s/usr/share/fonts</dir>
          <cachedir>%s</cachedir>
          <include ignore_missing="yes">/etc/fonts/conf.d</include>
          <include ignore_missing="yes">%s/etc/fonts/conf.d</include>
        </fontconfig>
        """
            .formatted(root, scratch.resolve("fonts"), root));
  }
}
