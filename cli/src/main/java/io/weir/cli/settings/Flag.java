package io.weir.cli.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A flag that can be set outside of the command line, with every command that has it.
 *
 * @param name without dashes: the key in the file
 * @param defaultText its default as text; empty for none
 * @param commands fresh ones, that nothing was parsed with
 */
record Flag(String name, String defaultText, List<CommandLine> commands) {
  private static final String SECRET = "password";

  /** All flags of the commands, sorted by name. */
  static Map<String, Flag> of(List<CommandLine> commands) {
    Map<String, List<CommandLine>> having = new TreeMap<>();
    for (CommandLine command : commands) {
      command.getCommandSpec().options().stream()
          .filter(FlagDefaults::isSettable)
          .map(FlagDefaults::key)
          .filter(key -> !key.equals(Settings.CONFIG))
          .forEach(key -> having.computeIfAbsent(key, name -> new ArrayList<>()).add(command));
    }
    return having.entrySet().stream()
        .map(entry -> flag(entry.getKey(), entry.getValue()))
        .collect(Collectors.toMap(Flag::name, Function.identity(), (a, b) -> a, TreeMap::new));
  }

  private static Flag flag(String name, List<CommandLine> commands) {
    OptionSpec option = commands.get(0).getCommandSpec().findOption("--" + name);
    String declared = option.defaultValue();
    return new Flag(
        name, declared == null ? text(option.initialValue()) : declared, List.copyOf(commands));
  }

  private static String text(Object initial) {
    if (initial == null || initial instanceof Collection<?>) {
      return "";
    }
    return initial instanceof Optional<?> optional
        ? optional.map(String::valueOf).orElse("")
        : String.valueOf(initial);
  }

  /** Whether it must not be shown. */
  boolean isSecret() {
    return name.endsWith(SECRET);
  }

  /** Why no command takes this value; empty if one does. */
  Optional<String> refusal(String value) {
    String why = "";
    for (CommandLine command : commands) {
      try {
        command.parseArgs("--" + name + "=" + value);
        return Optional.empty();
      } catch (ParameterException e) {
        why = FlagDefaults.reason(e);
      }
    }
    return Optional.of(why);
  }
}
