package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;
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
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeOnInvalidInput = 1,
    exitCodeOnExecutionException = 1,
    synopsisHeading = "Usage: ",
    customSynopsis = "weir observe [flows] [OPTIONS] [FILTERS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  weir observe --last 50                          the newest 50 flows",
      "  weir observe -f --verdict DROPPED               drops, as they happen",
      "  weir observe --since 5m --to-pod shop/db        who talks to shop/db*",
      "  weir observe -n shop --not --port 53 --all      all of shop but DNS",
      "  weir observe --type l7 --http-status 5+ -o json failed requests as JSON lines",
    })
public final class ObserveCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "flows",
      hidden = true,
      description = "What to show; flows is all there is.")
  String what = "flows";

  @Mixin SelectorOptions selectors = new SelectorOptions();
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--allowlist",
      paramLabel = "JSON",
      description = "Also keep what these FlowFilters match.")
  List<String> allowlist = new ArrayList<>();

  @Option(
      names = "--denylist",
      paramLabel = "JSON",
      description = "Also leave out what these FlowFilters match.")
  List<String> denylist = new ArrayList<>();

  @Option(
      names = "--print-raw-filters",
      description = "Print the filters that would be sent, and stop.")
  boolean printRawFilters;

  @Option(
      names = "--field-mask",
      paramLabel = "PATHS",
      split = ",",
      description = "JSON only: the fields of a flow to ask for.")
  List<String> fieldMask = new ArrayList<>();

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
          spec.commandLine(), "observe " + what + ": unknown (expected: flows)");
    }
    return new ObserveRun(this).run();
  }
}
