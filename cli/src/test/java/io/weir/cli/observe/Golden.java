package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files that say to the byte what is printed. For a new one, or a change that is wanted, {@code
 * -Dweir.golden.write=DIRECTORY} writes what is printed there, to be looked at and copied.
 */
final class Golden {
  private static final Optional<String> WRITE =
      Optional.ofNullable(System.getProperty("weir.golden.write"));

  private Golden() {}

  static String resource(String name) {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      return in == null ? "no file " + name : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertSame(String name, String actual) {
    if (WRITE.isPresent()) {
      try {
        Files.writeString(Path.of(WRITE.get(), name), actual);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(actual).as(name).isEqualTo(resource(name));
  }
}
