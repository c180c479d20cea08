package io.weir.relay.observe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that this module was built as. */
final class BuildVersion {
  private static final String PROPERTIES = "/META-INF/maven/io.weir/relay/pom.properties";

  private BuildVersion() {}

  /** As in the jar; {@code 0.0.0-dev} when run from class files. */
  static String get() {
    try (InputStream in = BuildVersion.class.getResourceAsStream(PROPERTIES)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "0.0.0-dev");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + PROPERTIES, e);
    }
  }
}
