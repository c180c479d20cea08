package io.weir.alerting;

import io.weir.alerting.openslo.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads OpenSLO files when something about them changed. Confined to one thread. */
final class SloFiles {
  private final List<Path> paths;
  private final Map<String, String> shipped = new TreeMap<>();
  private Optional<Map<String, String>> seen = Optional.empty();

  /**
   * @throws IllegalArgumentException if a shipped document is none
   */
  SloFiles(List<String> names) {
    this.paths =
        names.stream().filter(name -> !AlertingConfig.isShipped(name)).map(Path::of).toList();
    names.stream().filter(AlertingConfig::isShipped).forEach(name -> shipped.put(name, text(name)));
  }

  private static String text(String name) {
    String resource = "slo/" + name.substring(AlertingConfig.SHIPPED.length());
    try (InputStream in = SloFiles.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "slos: " + name + " (expected: a file of config/slo, such as shipped:shop.yaml)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + resource, e);
    }
  }

  /**
   * The documents; empty when nothing changed since the last call.
   *
   * @param more texts by name that come after the files
   */
  Optional<Documents> changed(Map<String, String> more) {
    Map<String, String> now = new TreeMap<>(more);
    List<Path> there = new ArrayList<>();
    for (Path path : paths) {
      if (Files.exists(path)) {
        there.add(path);
        look(path, now);
      }
    }
    if (seen.filter(now::equals).isPresent()) {
      return Optional.empty();
    }
    seen = Optional.of(now);
    Map<String, String> texts = new LinkedHashMap<>(shipped);
    texts.putAll(more);
    return Optional.of(Documents.ofPaths(there, texts));
  }

  private static void look(Path path, Map<String, String> stamps) {
    try (Stream<Path> files = Files.walk(path)) {
      files.filter(Files::isRegularFile).forEach(file -> stamps.put(file.toString(), stamp(file)));
    } catch (IOException | UncheckedIOException e) {
      stamps.put(path.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
