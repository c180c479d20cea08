package io.weir.config;

import io.weir.config.Tree.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a YAML file into a tree of records.
 *
 * <p>A key is the kebab-case name of a component ({@code spoolDir} is {@code spool-dir}), a nested
 * record is a section. What the file leaves out keeps its default; what it has too much is a
 * problem. Values carry their unit: {@code 10s}, {@code 64MiB} (for components that end in {@code
 * Bytes}). The rules of the records' own constructors count like all others. Variables of the
 * environment override keys: {@code relay.port} is {@code WEIR_RELAY_PORT}.
 */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * The configuration in {@code yaml}, with everything it does not say taken from {@code defaults}.
   *
   * @param fileName for messages
   * @param yaml the file's text; empty is fine
   * @param environment such as {@link System#getenv()}; only names that begin with {@code WEIR_}
   *     count
   * @throws ConfigException if anything is wrong, with everything that is wrong
   * @throws IllegalArgumentException if {@code type} has a component that no text can fill
   */
  public static <R extends Record> R read(
      Class<R> type, R defaults, String fileName, String yaml, Map<String, String> environment)
      throws ConfigException {
    Problems problems = new Problems();
    Mapping file = YamlFile.read(yaml, problems);
    return read(type, defaults, fileName, file, environment, problems);
  }

  /**
   * The same from a file that has sections for others, too: those are passed over, whatever is in
   * them.
   */
  public static <R extends Record> R readOwn(
      Class<R> type, R defaults, String fileName, String yaml, Map<String, String> environment)
      throws ConfigException {
    Problems problems = new Problems();
    Mapping file = YamlFile.read(yaml, problems);
    List<String> own = Shape.keys(type);
    Mapping part =
        new Mapping(
            file.place(),
            file.entries().stream().filter(entry -> own.contains(entry.key())).toList());
    return read(type, defaults, fileName, part, environment, problems);
  }

  private static <R extends Record> R read(
      Class<R> type,
      R defaults,
      String fileName,
      Mapping file,
      Map<String, String> environment,
      Problems problems)
      throws ConfigException {
    Mapping all = Environment.override(type, file, environment, problems);
    Optional<Record> config = new Binder(problems).record(type, Optional.of(defaults), all, "");
    if (config.isEmpty() || !problems.isEmpty()) {
      throw new ConfigException(fileName, problems.inOrder());
    }
    return type.cast(config.get());
  }
}
