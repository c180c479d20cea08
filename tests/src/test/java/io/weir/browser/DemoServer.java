package io.weir.browser;

import io.weir.story.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A {@code weir up --demo} with all its incidents, for tests that only look. Nobody starts one: see
 * {@link BrowserExtension}.
 */
record DemoServer(Demo demo, Path directory) implements AutoCloseable {
  static DemoServer start() {
    try {
      Path directory = Files.createTempDirectory("weir-browser-demo");
      Demo demo = Demo.start(directory);
      try {
        demo.awaitIncidents();
      } catch (RuntimeException | Error e) {
        demo.close();
        throw e;
      }
      return new DemoServer(demo, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a page, such as {@code /map?range=1h}. */
  URI page(String path) {
    return URI.create("http://" + demo.weir().address("http") + path);
  }

  @Override
  public void close() throws IOException {
    demo.close();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
