package io.weir.cli;

import io.weir.cli.cluster.ListCommand;
import io.weir.cli.cluster.ReflectCommand;
import io.weir.cli.cluster.VersionCommand;
import io.weir.cli.cluster.WatchCommand;
import io.weir.cli.completion.CompletionCommand;
import io.weir.cli.observe.ObserveCommand;
import io.weir.cli.observe.StatusCommand;
import io.weir.cli.question.AckCommand;
import io.weir.cli.question.AlertsCommand;
import io.weir.cli.question.DnsCommand;
import io.weir.cli.question.DropsCommand;
import io.weir.cli.question.EdgesCommand;
import io.weir.cli.question.HttpCommand;
import io.weir.cli.question.IncidentsCommand;
import io.weir.cli.question.ProbesCommand;
import io.weir.cli.question.ResourcesCommand;
import io.weir.cli.question.ServicesCommand;
import io.weir.cli.question.SilencesCommand;
import io.weir.cli.question.TcpCommand;
import io.weir.cli.replay.ReplayCommand;
import io.weir.cli.server.RolesCommand;
import io.weir.cli.server.UpCommand;
import io.weir.cli.settings.ConfigCommand;
import io.weir.cli.simulate.SimulateCommand;
import io.weir.cli.slo.SloCommand;
import io.weir.runtime.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands by name. Suppliers, so that naming a command does not load it; lambdas, since a
 * reference to a constructor would.
 */
final class Commands {
  /**
   * One command.
   *
   * @param name as typed
   * @param summary one line of the overview
   * @param create makes the picocli command object
   * @param configurable whether its flags take values from the environment and the file of settings
   */
  record Entry(String name, String summary, Supplier<Object> create, boolean configurable) {
    Entry(String name, String summary, Supplier<Object> create) {
      this(name, summary, create, false);
    }
  }

  private static final List<Entry> RUN =
      List.of(
          new Entry(
              "up",
              "everything in one process; sees this host's own traffic",
              () -> new UpCommand()),
          role("broker", "a Kafka broker for the roles of one machine"),
          role("collector", "sources of this node to the relay"),
          role("relay", "collectors to Kafka, and the Hubble-compatible query API"),
          role("archiver", "Kafka to storage"),
          role("jobs", "edges, SLIs and drops (Flink)"),
          role("alerting", "OpenSLO documents, burn rates and alerts (Kafka Streams)"),
          role("dashboards", "JSON API and UI"),
          new Entry("simulate", "made clusters with faults and truth", () -> new SimulateCommand()),
          new Entry(
              "replay",
              "edges, SLIs and drops of the past once more; does live agree",
              () -> new ReplayCommand()));

  private static final List<Entry> ASK =
      List.of(
          new Entry("observe", "flows, as `hubble observe` does", () -> new ObserveCommand(), true),
          new Entry(
              "status", "is it well, and how much has it seen", () -> new StatusCommand(), true),
          new Entry(
              "list", "nodes or namespaces, as `hubble list` does", () -> new ListCommand(), true),
          new Entry(
              "services",
              "every service: rates, errors, latency, health",
              () -> new ServicesCommand()),
          new Entry("edges", "who talks to whom, and how well", () -> new EdgesCommand()),
          new Entry("http", "HTTP calls, status classes, latency", () -> new HttpCommand()),
          new Entry("tcp", "connections refused, unanswered, reset", () -> new TcpCommand()),
          new Entry("dns", "lookups that fail or are slow", () -> new DnsCommand()),
          new Entry(
              "drops", "what was dropped, why, and by which policy", () -> new DropsCommand()),
          new Entry("probes", "which probes fail, since when", () -> new ProbesCommand()),
          new Entry(
              "resources", "nodes and containers under pressure", () -> new ResourcesCommand()),
          new Entry("slo", "which objectives burn, how fast, budget left", () -> new SloCommand()),
          new Entry(
              "incidents",
              "what is broken, since when, who is hit, and why",
              () -> new IncidentsCommand()),
          new Entry("alerts", "which alerts are open, or held back", () -> new AlertsCommand()),
          new Entry("ack", "take an incident on", () -> new AckCommand()),
          new Entry(
              "silence", "keep alerts quiet for a while; until when", () -> new SilencesCommand()));

  private static final List<Entry> SET_UP =
      List.of(
          new Entry(
              "config",
              "defaults of flags: get, set, reset, view",
              () -> new ConfigCommand(Commands::configurable)),
          new Entry(
              "version", "of this program and of the server", () -> new VersionCommand(), true),
          new Entry(
              "completion",
              "a script for bash, zsh, fish or powershell",
              () -> new CompletionCommand(Commands::root)));

  /** As in hubble, where they are for those who know. */
  private static final List<Entry> HIDDEN =
      List.of(
          new Entry("watch", "nodes that come and go", () -> new WatchCommand(), true),
          new Entry("reflect", "services of the server", () -> new ReflectCommand(), true),
          new Entry("warm-up", "", () -> new WarmUpCommand()));

  private static final List<List<Entry>> SHOWN = List.of(RUN, ASK, SET_UP);

  private Commands() {}

  private static Entry role(String name, String summary) {
    return new Entry(name, summary, () -> new RolesCommand(List.of(name)));
  }

  /** The command called {@code name}; roles may be joined by commas into one process. */
  static Optional<Entry> find(String name) {
    Optional<Entry> found =
        Stream.concat(SHOWN.stream(), Stream.of(HIDDEN))
            .flatMap(List::stream)
            .filter(entry -> entry.name().equals(name))
            .findFirst();
    if (found.isPresent()) {
      return found;
    }
    List<String> roles = Arrays.asList(name.split(",", -1));
    if (roles.size() > 1 && RolesCommand.NAMES.containsAll(roles)) {
      return Optional.of(new Entry(name, "", () -> new RolesCommand(roles)));
    }
    return Optional.empty();
  }

  /** The command that {@code name} was perhaps meant to be. */
  static Optional<String> closest(String name) {
    return SHOWN.stream()
        .flatMap(List::stream)
        .map(Entry::name)
        .filter(candidate -> candidate.startsWith(name) || name.startsWith(candidate))
        .findFirst();
  }

  /** Ready to parse: as every command of this program is set up. */
  static CommandLine line(Entry entry) {
    CommandLine line = new CommandLine(entry.create().get());
    line.setCommandName("weir " + entry.name());
    line.setUsageHelpWidth(100);
    showVersion(line);
    return line;
  }

  private static void showVersion(CommandLine line) {
    line.getCommandSpec().version("weir " + Version.TEXT);
    line.getSubcommands().values().forEach(Commands::showVersion);
  }

  /** Commands whose flags can be set, and those below them. */
  private static List<CommandLine> configurable() {
    return Stream.concat(SHOWN.stream(), Stream.of(HIDDEN))
        .flatMap(List::stream)
        .filter(Entry::configurable)
        .map(Commands::line)
        .flatMap(
            line ->
                Stream.concat(Stream.of(line), line.getSubcommands().values().stream().distinct()))
        .toList();
  }

  /** All shown commands below one, as a shell sees them. */
  private static CommandLine root() {
    CommandLine root = new CommandLine(CommandSpec.create().name("weir"));
    for (Entry entry : SHOWN.stream().flatMap(List::stream).toList()) {
      // Of a command that is not wrapped, picocli would leave out what its model transformer adds.
      CommandLine command = new CommandLine(entry.create().get());
      command.getCommandSpec().usageMessage().header(entry.summary());
      root.addSubcommand(entry.name(), command);
    }
    return root;
  }

  /** What {@code weir --help} prints. */
  static String overview() {
    StringBuilder text = new StringBuilder();
    text.append("Weir ")
        .append(Version.TEXT)
        .append(": what is broken, since when, who is hit, why\n");
    text.append("\nUsage: ./weir COMMAND [OPTIONS]\n");
    group(text, "Run", RUN);
    group(text, "Ask", ASK);
    group(text, "Set up", SET_UP);
    text.append("\nDevelop\n");
    line(text, "verify", "build everything and run the tests");
    text.append(
        """

        Examples:
          ./weir up                                          watch this host
          ./weir up --replay flows.jsonl --original-time     look into a Hubble capture
          ./weir observe --last 20 --verdict DROPPED         the last drops
          ./weir edges --since 5m                            who talked to whom

        ./weir COMMAND --help tells more.
        """);
    return text.toString();
  }

  private static void group(StringBuilder text, String title, List<Entry> entries) {
    text.append('\n').append(title).append('\n');
    entries.forEach(entry -> line(text, entry.name(), entry.summary()));
  }

  private static void line(StringBuilder text, String name, String summary) {
    text.append(String.format("  %-12s %s%n", name, summary));
  }
}
