package io.weir.collector.simulation;

import io.weir.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The scenarios that come with Weir: {@code config/scenarios}, packed with the classes. */
public final class Scenarios {
  private static final String FOLDER = "/scenarios";
  private static final String SUFFIX = ".yaml";

  private Scenarios() {}

  /** All of them by name. */
  public static SortedMap<String, Scenario> all() {
    SortedMap<String, Scenario> scenarios = new TreeMap<>();
    texts()
        .forEach(
            (name, text) -> {
              try {
                scenarios.put(name, Scenario.read(name + SUFFIX, text));
              } catch (ConfigException e) {
                throw new IllegalStateException("A scenario of our own cannot be read.", e);
              }
            });
    return scenarios;
  }

  private static Map<String, String> texts() {
    URL folder = Scenarios.class.getResource(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("The scenarios are missing in this build.");
    }
    try {
      URI uri = folder.toURI();
      if (!uri.getScheme().equals("jar")) {
        return texts(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return texts(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The class loader's own address is none.", e);
    }
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        texts.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
      }
    }
    return texts;
  }
}
