package io.weir.cli.completion;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command as a shell sees it.
 *
 * @param name as typed
 * @param summary one line
 * @param flags sorted by name
 * @param values what may stand behind it that is no flag and no command
 * @param children its commands, sorted by name, without hidden ones
 */
record Word(
    String name, String summary, List<Flag> flags, List<String> values, List<Word> children) {
  /**
   * A flag.
   *
   * @param names with their dashes, the short one first
   * @param summary one line
   * @param takesValue whether a value follows
   * @param values which ones, where they are few
   * @param file whether the value names a file
   */
  record Flag(
      List<String> names, String summary, boolean takesValue, List<String> values, boolean file) {}

  private static final int SUMMARY_CHARS_MAX = 80;
  private static final Pattern DEFAULT = Pattern.compile("\\s*\\(default[^()]*\\)");

  static Word of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<Flag> flags =
        spec.options().stream()
            .filter(option -> !option.hidden())
            .sorted(Comparator.comparing(OptionSpec::longestName))
            .map(Word::flag)
            .toList();
    Set<String> values = new LinkedHashSet<>();
    for (PositionalParamSpec positional : spec.positionalParameters()) {
      values.addAll(listed(positional.completionCandidates()));
    }
    List<Word> children = new ArrayList<>();
    Set<CommandLine> seen = new LinkedHashSet<>(); // aliases name the same command again
    command.getSubcommands().values().stream()
        .filter(child -> seen.add(child) && !child.getCommandSpec().usageMessage().hidden())
        .forEach(child -> children.add(of(child)));
    children.sort(Comparator.comparing(Word::name));
    return new Word(command.getCommandName(), summary(spec), flags, List.copyOf(values), children);
  }

  private static Flag flag(OptionSpec option) {
    Class<?> type =
        option.typeInfo().isMultiValue() || option.typeInfo().isOptional()
            ? option.auxiliaryTypes()[0]
            : option.type();
    return new Flag(
        List.of(option.names()),
        line(option.description()),
        option.arity().max() > 0,
        listed(option.completionCandidates()),
        Path.class == type || File.class == type);
  }

  private static List<String> listed(Iterable<String> candidates) {
    List<String> list = new ArrayList<>();
    Optional.ofNullable(candidates).ifPresent(all -> all.forEach(list::add));
    return list;
  }

  private static String summary(CommandSpec spec) {
    String header = line(spec.usageMessage().header());
    return header.isEmpty() ? line(spec.usageMessage().description()) : header;
  }

  /** The first sentence, without the default: completion is no manual. */
  private static String line(String... text) {
    String all = String.join(" ", text).replace("%n", " ").replace("%%", "%").strip();
    String first = DEFAULT.matcher(all).replaceAll("").split("[.;:](\\s|$)", 2)[0].strip();
    return first.length() > SUMMARY_CHARS_MAX ? first.substring(0, SUMMARY_CHARS_MAX) : first;
  }
}
