package io.weir.alerting.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a receiver was told, over restarts: a small file of properties for each alert that it
 * believes open. A crash leaves the file before or the file after. A file that cannot be read is
 * left out with a warning: its alert is told once more.
 */
final class ToldFiles {
  /**
   * Since the first release: {@code told}, {@code startsAt}, {@code label.*}, {@code annotation.*}.
   */
  private static final String VERSION = "1";

  private static final Logger LOG = LoggerFactory.getLogger(ToldFiles.class);
  private static final String SUFFIX = ".properties";
  private static final String LABEL = "label.";
  private static final String ANNOTATION = "annotation.";

  private final Path directory;

  /**
   * @param directory of one receiver; made when it is needed
   */
  ToldFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * @throws IOException if the directory is there and cannot be listed
   */
  List<Told.Entry> read() throws IOException {
    List<Told.Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .forEach(file -> read(file).ifPresent(entries::add));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return entries;
  }

  private static Optional<Told.Entry> read(Path file) {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, UTF_8)) {
      properties.load(in);
      return Optional.of(entry(properties));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      LOG.warn("An alert is told once more, the note of it is damaged file={}", file, e);
      return Optional.empty();
    }
  }

  private static Told.Entry entry(Properties properties) {
    String version = properties.getProperty("version", "");
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
    }
    Alert alert =
        new Alert(
            below(LABEL, properties),
            below(ANNOTATION, properties),
            Instant.parse(properties.getProperty("startsAt", "")),
            Optional.empty());
    return new Told.Entry(alert, Instant.parse(properties.getProperty("told", "")));
  }

  private static SortedMap<String, String> below(String prefix, Properties properties) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        values.put(name.substring(prefix.length()), properties.getProperty(name));
      }
    }
    return values;
  }

  /** Writes down what the receiver heard: a file for what is open now, none for what is over. */
  void heard(Alert alert, Instant at) throws IOException {
    Path file = directory.resolve(Told.id(alert) + SUFFIX);
    if (alert.resolvedAt().isPresent()) {
      Files.deleteIfExists(file);
      return;
    }
    Files.createDirectories(directory);
    Path next = directory.resolve(Told.id(alert) + ".next");
    try (FileChannel out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = UTF_8.encode(text(alert, at));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String text(Alert alert, Instant at) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("version", VERSION);
    properties.setProperty("told", at.toString());
    properties.setProperty("startsAt", alert.startsAt().toString());
    alert.labels().forEach((name, value) -> properties.setProperty(LABEL + name, value));
    alert.annotations().forEach((name, value) -> properties.setProperty(ANNOTATION + name, value));
    StringWriter text = new StringWriter();
    properties.store(text, "An alert that this receiver was told is open.");
    return text.toString();
  }
}
