package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code weir observe}. Loads neither gRPC nor protobuf before it runs, so that help is quick. An
 * instance is for one run.
 */
@Command(
    name = "observe",
    header = "Shows flows, as hubble observe does.",
    modelTransformer = FilterFlags.class,
    subcommands = {AgentEventsCommand.class, DebugEventsCommand.class},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "weir observe [flows] [OPTIONS] [FILTERS]",
      "       weir observe agent-events|debug-events [OPTIONS]",
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir observe --last 50                          the newest 50 flows",
      "  weir observe -f --verdict DROPPED               drops, as they happen",
      "  weir observe --since 5m --to-pod shop/db        who talks to shop/db*",
      "  weir observe -n shop --not --port 53 --all      all of shop but DNS",
      "  weir observe --type l7 --http-status 5+ -o json failed requests as JSON lines",
      "  weir observe --to-port 8000-8100 --since 3d     a range of ports, over days",
      "  weir observe --input-file f.jsonl --last 10     from a file (or -) instead of a server",
      "  weir observe --since 1h --verdict DROPPED --count-by drop_reason_desc --top 5",
      "  weir observe -n shop --since 1h --explain       is anything missing in this answer?",
    })
public final class ObserveCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "flows",
      hidden = true,
      description = "What to show, if not flows: a subcommand.")
  String what = "flows";

  @Mixin SelectorOptions selectors = new SelectorOptions();
  @Mixin CountOptions counts = new CountOptions();
  @Mixin FormatOptions format = new FormatOptions();
  @Mixin FlowFormatOptions flowFormat = new FlowFormatOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--input-file",
      paramLabel = "FILE",
      description = "JSON lines from here instead of a server; - for standard input.")
  Optional<String> inputFile = Optional.empty();

  @Option(
      names = "--allowlist",
      paramLabel = "JSON",
      description = "Also keep what these FlowFilters match (or HUBBLE_ALLOWLIST).")
  List<String> allowlist = new ArrayList<>();

  @Option(
      names = "--denylist",
      paramLabel = "JSON",
      description = "Also leave out what these FlowFilters match (or HUBBLE_DENYLIST).")
  List<String> denylist = new ArrayList<>();

  @Option(
      names = "--print-raw-filters",
      description = "Print the filters that would be sent, as a file for --config, and stop.")
  boolean printRawFilters;

  final FilterFlags.Given given = new FilterFlags.Given();

  /** For picocli, which fills the fields. */
  public ObserveCommand() {}

  /**
   * Asks and prints.
   *
   * @return 0, or 1 when the question could not be answered; the reason is on stderr
   */
  @Override
  public Integer call() {
    if (!what.equals("flows")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "observe " + what + ": unknown (expected: flows, agent-events or debug-events)");
    }
    return new ObserveRun(this).run();
  }
}
