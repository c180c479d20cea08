package io.weir.cli;

import io.weir.cli.observe.ObserveCommand;
import io.weir.cli.observe.StatusCommand;
import io.weir.cli.question.DnsCommand;
import io.weir.cli.question.DropsCommand;
import io.weir.cli.question.EdgesCommand;
import io.weir.cli.question.HttpCommand;
import io.weir.cli.question.ProbesCommand;
import io.weir.cli.question.ResourcesCommand;
import io.weir.cli.question.ServicesCommand;
import io.weir.cli.question.TcpCommand;
import io.weir.cli.server.RolesCommand;
import io.weir.cli.server.UpCommand;
import io.weir.cli.simulate.SimulateCommand;
import io.weir.runtime.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The commands by name. Suppliers, so that naming a command does not load it. */
final class Commands {
  /**
   * One command.
   *
   * @param name as typed
   * @param summary one line of the overview
   * @param create makes the picocli command object
   */
  record Entry(String name, String summary, Supplier<Object> create) {}

  private static final List<Entry> RUN =
      List.of(
          new Entry(
              "up", "everything in one process; sees this host's own traffic", UpCommand::new),
          role("broker", "a Kafka broker for the roles of one machine"),
          role("collector", "sources of this node to the relay"),
          role("relay", "collectors to Kafka, and the Hubble-compatible query API"),
          role("archiver", "Kafka to storage"),
          role("jobs", "edges, SLIs and drops (Flink)"),
          role("dashboards", "JSON API and UI"),
          new Entry("simulate", "made clusters with faults and truth", SimulateCommand::new));

  private static final List<Entry> ASK =
      List.of(
          new Entry("observe", "flows, as `hubble observe` does", ObserveCommand::new),
          new Entry("status", "is it well, and how much has it seen", StatusCommand::new),
          new Entry(
              "services", "every service: rates, errors, latency, health", ServicesCommand::new),
          new Entry("edges", "who talks to whom, and how well", EdgesCommand::new),
          new Entry("http", "HTTP calls, status classes, latency", HttpCommand::new),
          new Entry("tcp", "connections refused, unanswered, reset", TcpCommand::new),
          new Entry("dns", "lookups that fail or are slow", DnsCommand::new),
          new Entry("drops", "what was dropped, why, and by which policy", DropsCommand::new),
          new Entry("probes", "which probes fail, since when", ProbesCommand::new),
          new Entry("resources", "nodes and containers under pressure", ResourcesCommand::new));

  private Commands() {}

  private static Entry role(String name, String summary) {
    return new Entry(name, summary, () -> new RolesCommand(List.of(name)));
  }

  /** The command called {@code name}; roles may be joined by commas into one process. */
  static Optional<Entry> find(String name) {
    for (List<Entry> group : List.of(RUN, ASK)) {
      for (Entry entry : group) {
        if (entry.name().equals(name)) {
          return Optional.of(entry);
        }
      }
    }
    if (name.equals("warm-up")) {
      return Optional.of(new Entry(name, "", WarmUpCommand::new));
    }
    List<String> roles = Arrays.asList(name.split(",", -1));
    if (roles.size() > 1 && RolesCommand.NAMES.containsAll(roles)) {
      return Optional.of(new Entry(name, "", () -> new RolesCommand(roles)));
    }
    return Optional.empty();
  }

  /** The command that {@code name} was perhaps meant to be. */
  static Optional<String> closest(String name) {
    return java.util.stream.Stream.of(RUN, ASK)
        .flatMap(List::stream)
        .map(Entry::name)
        .filter(candidate -> candidate.startsWith(name) || name.startsWith(candidate))
        .findFirst();
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
