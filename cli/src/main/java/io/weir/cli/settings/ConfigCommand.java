package io.weir.cli.settings;

import io.weir.config.FlatYaml;
import io.weir.config.Spelling;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code weir config}: reads and writes the file that flags take their values from. */
@Command(
    name = "config",
    header = "Shows and changes the defaults of flags.",
    description =
        "%nFlags of observe, status, list, watch, reflect and version that are not typed come from"
            + " WEIR_CLI_FLAG or HUBBLE_FLAG, else from the first of these files that exists, else"
            + " from their default:%n"
            + "  --config FILE, or HUBBLE_CONFIG%n"
            + "  ./config.yaml%n"
            + "  hubble/config.yaml in the user's configuration directory (~/.config)%n"
            + "  ~/.hubble/config.yaml%n",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir config get|set|reset|view [KEY] [VALUE] [--config FILE]",
    commandListHeading = "%nDo:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir config set server tls://relay.example:443",
      "  weir config get server",
      "  weir config view               every flag, and where its value comes from",
      "  weir config reset server",
    })
public final class ConfigCommand implements Callable<Integer> {
  private final Supplier<List<CommandLine>> commands;
  private final Variables variables;
  private final Locations locations;

  @Spec CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The file, instead of the one that is found.")
  Optional<Path> config = Optional.empty();

  /** About the flags of these commands, in this process's environment. */
  public ConfigCommand(Supplier<List<CommandLine>> commands) {
    this(commands, new Variables(System.getenv()));
  }

  private ConfigCommand(Supplier<List<CommandLine>> commands, Variables variables) {
    this(commands, variables, Locations.of(variables));
  }

  ConfigCommand(Supplier<List<CommandLine>> commands, Variables variables, Locations locations) {
    this.commands = commands;
    this.variables = variables;
    this.locations = locations;
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "nothing to do named (expected: get, set, reset or view)");
  }

  /** One value, as commands would take it. */
  @Command(
      name = "get",
      description = "Prints the value of a flag; those of a list one a line.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = 1,
      exitCodeOnExecutionException = 1)
  int get(@Parameters(paramLabel = "KEY") String key) {
    return guarded(
        () -> {
          Flag flag = flag(key);
          settings()
              .find(key)
              .map(Setting::values)
              .orElseGet(() -> List.of(flag.defaultText()))
              .forEach(out()::println);
        });
  }

  /** All values, and where each was written. */
  @Command(
      name = "view",
      description = "Prints every flag as YAML, with the place of its value; passwords as ***.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = 1,
      exitCodeOnExecutionException = 1)
  int view() {
    return guarded(
        () -> {
          Settings settings = settings();
          for (Flag flag : flags().values()) {
            Optional<Setting> setting = settings.find(flag.name());
            out()
                .printf(
                    "%s:%s  # %s%n",
                    flag.name(),
                    shown(flag, setting),
                    setting.map(Setting::place).orElse("default"));
          }
        });
  }

  /** As YAML; nothing where neither a value nor a default is. */
  private static String shown(Flag flag, Optional<Setting> setting) {
    if (setting.isEmpty()) {
      return flag.defaultText().isEmpty() ? "" : " " + SettingsText.quoted(flag.defaultText());
    }
    List<String> values =
        setting.get().values().stream()
            .map(value -> flag.isSecret() ? "***" : value)
            .map(SettingsText::quoted)
            .toList();
    return values.size() == 1 ? " " + values.get(0) : " [" + String.join(", ", values) + "]";
  }

  /** Writes one value. */
  @Command(
      name = "set",
      description = "Writes the value of a flag into the file.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = 1,
      exitCodeOnExecutionException = 1)
  int set(
      @Parameters(paramLabel = "KEY", index = "0") String key,
      @Parameters(
              paramLabel = "VALUE",
              index = "1..*",
              arity = "1..*",
              description = "Several make a list.")
          List<String> values) {
    return guarded(
        () -> {
          Flag flag = flag(key);
          for (String value : values) {
            Optional<String> refusal = flag.refusal(value);
            if (refusal.isPresent()) {
              throw new SettingsException(key + ": " + refusal.get());
            }
          }
          Path file = writable();
          write(file, text(file).with(key, values));
        });
  }

  /** Takes values out of the file again. */
  @Command(
      name = "reset",
      description = "Takes a flag, or without KEY all of them, out of the file.",
      mixinStandardHelpOptions = true,
      exitCodeOnInvalidInput = 1,
      exitCodeOnExecutionException = 1)
  int reset(@Parameters(paramLabel = "KEY", arity = "0..1") Optional<String> key) {
    return guarded(
        () -> {
          List<String> keys = new ArrayList<>();
          if (key.isPresent()) {
            keys.add(flag(key.get()).name());
          } else {
            keys.addAll(flags().keySet());
          }
          Path file = writable();
          SettingsText text = text(file);
          for (String one : keys) {
            text = text.without(one);
          }
          write(file, text);
        });
  }

  /** What may fail in a way that is worth one sentence. */
  @FunctionalInterface
  private interface Step {
    void run() throws SettingsException, IOException;
  }

  private int guarded(Step step) {
    try {
      step.run();
      out().flush();
      return 0;
    } catch (SettingsException e) {
      return failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed("cannot write the file: " + e + ". Name another with --config FILE.");
    }
  }

  private int failed(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("weir config: " + message);
    err.flush();
    return 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private Map<String, Flag> flags() {
    return Flag.of(commands.get());
  }

  private Flag flag(String key) throws SettingsException {
    Map<String, Flag> flags = flags();
    Flag flag = flags.get(key);
    if (flag == null) {
      throw new SettingsException(
          key
              + ": unknown"
              + Spelling.nearest(key, flags.keySet())
                  .map(name -> " (did you mean \"" + name + "\"?)")
                  .orElse("")
              + ". weir config view lists all.");
    }
    return flag;
  }

  private Settings settings() throws SettingsException {
    return Settings.read(
        config, variables, locations, text -> spec.commandLine().getErr().println(text));
  }

  /** The file that is read, else the user's own. */
  private Path writable() throws SettingsException {
    Optional<Path> named = Settings.named(config, variables);
    Optional<Path> found = named.or(locations::existing);
    if (named.isEmpty() && found.filter(locations::isShared).isPresent()) {
      Path file = found.get();
      FlatYaml content = settings().file();
      if (flags().keySet().stream().noneMatch(key -> content.find(key).isPresent())) {
        throw new SettingsException(
            file
                + " is read here before the user's own file, and holds no flag: it may be another"
                + " program's. Name the file to write with --config FILE.");
      }
    }
    return found.orElseGet(locations::preferred);
  }

  private static SettingsText text(Path file) throws IOException {
    return SettingsText.of(file.toString(), Files.exists(file) ? Files.readString(file) : "");
  }

  private void write(Path file, SettingsText text) throws IOException {
    AtomicFile.write(file, text.text());
    PrintWriter err = spec.commandLine().getErr();
    err.println("Written to " + file);
    err.flush();
  }
}
