package io.weir.cli.settings;

import io.weir.config.ConfigException;
import io.weir.config.FlatYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a file of settings, edited line by line: what is not the edited key stays as it was
 * written, comments and keys of other programs included. Immutable.
 */
final class SettingsText {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_.][A-Za-z0-9/_.:,@%+=-]*(?<!:)");
  private static final Pattern NOTHING = Pattern.compile("(?i)null");
  private static final Pattern BETWEEN = Pattern.compile("\\s*(#.*)?|---.*|\\.\\.\\.\\s*");
  private static final Pattern REMARK = Pattern.compile("[^'\"]*?(\\s+#[^'\"]*)");

  /** Lines of one key, both from 0; {@code to} is the line after them. */
  private record Range(int from, int to) {}

  private final String file;
  private final List<String> lines;

  private SettingsText(String file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * Text to edit.
   *
   * @param file its name, for messages
   */
  static SettingsText of(String file, String text) {
    return new SettingsText(file, text.lines().toList());
  }

  /** The whole text, its last line ended. */
  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /**
   * The same with other values for {@code key}: in its place, or at the end if it had none.
   *
   * @param values one, or several for a list
   * @throws SettingsException if that cannot be done line by line
   */
  SettingsText with(String key, List<String> values) throws SettingsException {
    Optional<Range> range = find(key);
    SettingsText edited;
    if (range.isPresent()) {
      String first = lines.get(range.get().from());
      String indent = first.substring(0, first.length() - first.stripLeading().length());
      edited = replaced(range.get(), written(indent, key, values, remark(range.get())));
    } else {
      int end = end();
      edited = replaced(new Range(end, end), written("", key, values, ""));
    }
    edited.check(key, values);
    return edited;
  }

  /**
   * The same without {@code key}.
   *
   * @throws SettingsException if that cannot be done line by line
   */
  SettingsText without(String key) throws SettingsException {
    Optional<Range> range = find(key);
    return range.isPresent() ? replaced(range.get(), List.of()) : this;
  }

  private static List<String> written(
      String indent, String key, List<String> values, String remark) {
    if (values.size() == 1) {
      return List.of(indent + key + ": " + quoted(values.get(0)) + remark);
    }
    List<String> written = new ArrayList<>(List.of(indent + key + ":" + remark));
    values.forEach(value -> written.add(indent + "  - " + quoted(value)));
    return written;
  }

  /** As a YAML scalar. */
  static String quoted(String value) {
    return PLAIN.matcher(value).matches() && !NOTHING.matcher(value).matches()
        ? value
        : "'" + value.replace("'", "''") + "'";
  }

  private SettingsText replaced(Range range, List<String> by) {
    List<String> edited = new ArrayList<>(lines.subList(0, range.from()));
    edited.addAll(by);
    edited.addAll(lines.subList(range.to(), lines.size()));
    return new SettingsText(file, List.copyOf(edited));
  }

  /** The remark behind a value on one line, where nothing quoted could be meant. */
  private String remark(Range range) {
    var match = REMARK.matcher(lines.get(range.from()));
    return range.to() == range.from() + 1 && match.matches() ? match.group(1) : "";
  }

  /** Before an end mark of YAML, if there is one. */
  private int end() {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).matches("\\.\\.\\.\\s*|\\s*")) {
      end--;
    }
    return end;
  }

  private Optional<Range> find(String key) throws SettingsException {
    List<FlatYaml.Entry> entries = read().entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().equals(key)) {
        int from = entries.get(i).line() - 1;
        int next = i + 1 < entries.size() ? entries.get(i + 1).line() - 1 : lines.size();
        return Optional.of(range(key, from, next));
      }
    }
    return Optional.empty();
  }

  /** Comments before the next key belong to that one. */
  private Range range(String key, int from, int next) throws SettingsException {
    int to = next;
    while (to > from + 1 && BETWEEN.matcher(lines.get(to - 1)).matches()) {
      to--;
    }
    String first = lines.get(from).stripLeading();
    if (to <= from || !first.matches("['\"]?" + Pattern.quote(key) + "['\"]?\\s*:.*")) {
      throw new SettingsException(
          "%s line %d: %s shares its line with other keys. Write one key a line, or edit it by hand."
              .formatted(file, from + 1, key));
    }
    return new Range(from, to);
  }

  private FlatYaml read() throws SettingsException {
    try {
      return FlatYaml.read(file, text());
    } catch (ConfigException e) {
      throw new SettingsException(String.valueOf(e.getMessage()));
    }
  }

  /** YAML has more ways to write a file than lines: what comes out must say what was meant. */
  private void check(String key, List<String> values) throws SettingsException {
    if (!read().find(key).flatMap(FlatYaml.Entry::values).equals(Optional.of(values))) {
      throw new SettingsException(
          "%s: %s cannot be set without changing more of the file. Edit it by hand."
              .formatted(file, key));
    }
  }
}
