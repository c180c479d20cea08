package io.weir.browser;

import io.weir.story.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A {@code weir up --demo} with all its incidents, for tests that only look. Nobody starts one: see
 * {@link BrowserExtension}.
 *
 * @param http where it answers
 * @param stop ends it
 */
record DemoServer(String http, Runnable stop) implements AutoCloseable {
  /**
   * While a story is written: the address of a demo that runs already, as {@code weir up
   * --announce} gives it.
   */
  private static final String RUNNING = "weir.browser.demo";

  static DemoServer start() {
    String running = System.getProperty(RUNNING);
    if (running != null) {
      return new DemoServer(running, () -> {});
    }
    try {
      Path directory = Files.createTempDirectory("weir-browser-demo");
      Demo demo = Demo.start(directory);
      DemoServer server = new DemoServer(demo.weir().address("http"), () -> stop(demo, directory));
      try {
        demo.awaitIncidents();
      } catch (RuntimeException | Error e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Demo demo, Path directory) {
    demo.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a page, such as {@code /map?range=1h}. */
  URI page(String path) {
    return URI.create("http://" + http + path);
  }

  @Override
  public void close() {
    stop.run();
  }
}
