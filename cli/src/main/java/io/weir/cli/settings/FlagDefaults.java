package io.weir.cli.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Gives picocli the values of flags that were not typed: from the environment, else from the file,
 * else none, so that the flag's own default holds. A value that cannot be used is refused with the
 * place where it was written.
 *
 * <p>Filters have no such values: they are the question, not the setting. They are the options that
 * no field declares. For one run of one command.
 */
public final class FlagDefaults implements IDefaultValueProvider, IParameterExceptionHandler {
  /** What was typed decides between flags that exclude each other. */
  private static final Map<String, Set<String>> EXCLUDED_BY =
      Map.of(
          "first", Set.of("last", "all", "follow"),
          "last", Set.of("first", "all"),
          "all", Set.of("first", "last"),
          "follow", Set.of("first"));

  /** One key for several commands: each takes the formats that it knows. */
  private static final String OUTPUT = "output";

  private static final Set<String> OUTPUTS =
      Set.of("compact", "dict", "json", "jsonpb", "table", "tab", "wide");

  private static final Set<String> TRUE = Set.of("1", "t", "true");
  private static final Set<String> FALSE = Set.of("0", "f", "false");

  private final Variables variables;
  private final Locations locations;
  private final IParameterExceptionHandler usage;
  private final Map<ArgSpec, Setting> supplied = new HashMap<>();
  private @Nullable Settings settings;

  private FlagDefaults(Variables variables, Locations locations, IParameterExceptionHandler usage) {
    this.variables = variables;
    this.locations = locations;
    this.usage = usage;
  }

  /** Makes a command and its subcommands take values from this process's environment and file. */
  public static void addTo(CommandLine line) {
    Variables variables = new Variables(System.getenv());
    addTo(line, variables, Locations.of(variables));
  }

  static void addTo(CommandLine line, Variables variables, Locations locations) {
    FlagDefaults defaults =
        new FlagDefaults(variables, locations, line.getParameterExceptionHandler());
    line.setDefaultValueProvider(defaults);
    line.setParameterExceptionHandler(defaults);
  }

  /** Whether the environment and the file may set this. */
  static boolean isSettable(ArgSpec arg) {
    return arg instanceof OptionSpec option
        && option.userObject() != null
        && !option.usageHelp()
        && !option.versionHelp();
  }

  /** The name by which a flag is set. */
  static String key(ArgSpec arg) {
    return ((OptionSpec) arg).longestName().replaceFirst("^--?", "");
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!isSettable(arg) || helpIsAsked(arg.command()) || isExcluded(arg)) {
      return null;
    }
    Optional<Setting> setting = settings(arg.command()).find(key(arg));
    if (setting.isEmpty()) {
      return null;
    }
    String value = text(arg, setting.get());
    if (isForAnotherCommand(arg, value)) {
      return null;
    }
    supplied.put(arg, setting.get());
    return value;
  }

  private Settings settings(CommandSpec command) {
    Settings known = settings;
    if (known == null) {
      try {
        known =
            Settings.read(
                named(command),
                variables,
                locations,
                text -> command.commandLine().getErr().println("warning: " + text));
      } catch (SettingsException e) {
        throw new ParameterException(command.commandLine(), e.getMessage(), e);
      }
      settings = known;
    }
    return known;
  }

  /** The file that was typed, behind the command or behind one above it. */
  private static Optional<Path> named(CommandSpec command) {
    for (CommandSpec here = command; here != null; here = here.parent()) {
      OptionSpec option = here.findOption("--" + Settings.CONFIG);
      if (option != null && !option.stringValues().isEmpty()) {
        return Optional.of(Path.of(option.stringValues().get(0)));
      }
    }
    return Optional.empty();
  }

  private static boolean helpIsAsked(CommandSpec command) {
    return command.options().stream()
        .anyMatch(option -> option.usageHelp() && !option.stringValues().isEmpty());
  }

  private static boolean isExcluded(ArgSpec arg) {
    return EXCLUDED_BY.getOrDefault(key(arg), Set.of()).stream()
        .map(other -> arg.command().findOption("--" + other))
        .anyMatch(other -> other != null && !other.stringValues().isEmpty());
  }

  private static boolean isForAnotherCommand(ArgSpec arg, String value) {
    Iterable<String> candidates = arg.completionCandidates();
    if (!key(arg).equals(OUTPUT) || candidates == null || !OUTPUTS.contains(value)) {
      return false;
    }
    for (String candidate : candidates) {
      if (candidate.equals(value)) {
        return false;
      }
    }
    return true;
  }

  /** Several values in the form in which the flag takes them. */
  private static String text(ArgSpec arg, Setting setting) {
    String text = String.join(arg.splitRegex().isEmpty() ? " " : ",", setting.values());
    if (arg.type() != boolean.class && arg.type() != Boolean.class) {
      return text;
    }
    String word = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(word) ? "true" : FALSE.contains(word) ? "false" : text;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) throws Exception {
    Setting setting = supplied.get(e.getArgSpec());
    if (setting == null) {
      return usage.handleParseException(e, args);
    }
    String message = "%s: %s: %s".formatted(setting.place(), key(e.getArgSpec()), reason(e));
    return usage.handleParseException(new ParameterException(e.getCommandLine(), message, e), args);
  }

  /** Picocli's words without the flag that nobody typed. */
  static String reason(ParameterException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^Invalid value for option '[^']*'( \\([^)]*\\))?: ", "");
  }
}
