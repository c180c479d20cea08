package io.weir.cli.observe;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;

import io.weir.filter.FilterFlag;
import io.weir.filter.GivenFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Teaches picocli the flags of {@link FilterFlag}. They are read in the order given, since {@code
 * --not} speaks about the one that follows.
 */
final class FilterFlags implements IModelTransformer {
  private static final String NOT = "not";

  /** The other options, in the order of use. */
  private static final HelpSections HELP =
      new HelpSections(
          List.of(
              new HelpSections.Section(
                  "Which flows",
                  List.of(
                      "--all",
                      "--first",
                      "--last",
                      "--follow",
                      "--since",
                      "--until",
                      "--input-file")),
              new HelpSections.Section(
                  "Counts and explanations (from a Weir relay)",
                  List.of("--count-by", "--top", "--explain")),
              new HelpSections.Section(
                  "Output",
                  List.of(
                      "--output",
                      "--print-node-name",
                      "--print-policy-names",
                      "--time-format",
                      "--color",
                      "--ip-translation",
                      "--numeric",
                      "--silent-errors",
                      "--field-mask",
                      "--use-default-field-masks")),
              new HelpSections.Section(
                  "Raw filters", List.of("--allowlist", "--denylist", "--print-raw-filters"))),
          "Server, and help");

  /** What was given, in order. Fresh for each parse of a command line. */
  static final class Given {
    private final List<GivenFilter> filters = new ArrayList<>();
    private boolean not;

    private void add(FilterFlag flag, String value, CommandLine commandLine) {
      if (flag.name().equals(NOT)) {
        if (not) {
          throw new CommandLine.ParameterException(
              commandLine, "--not: given twice in a row (expected: a filter after it)");
        }
        not = true;
        return;
      }
      filters.add(new GivenFilter(flag.name(), value, not));
      not = false;
    }

    /**
     * The filters in order.
     *
     * @throws IllegalArgumentException if {@code --not} came last
     */
    List<GivenFilter> filters() {
      if (not) {
        throw new IllegalArgumentException("--not: nothing follows (expected: a filter after it)");
      }
      return List.copyOf(filters);
    }
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder()
            .heading("%nFilters (the same twice: either; different ones: both):%n")
            .validate(false)
            .multiplicity("0..1");
    for (FilterFlag flag : FilterFlag.ALL) {
      group.addArg(option(flag));
    }
    command.usageMessage().sectionMap().put(SECTION_KEY_OPTION_LIST, HELP);
    return command.addArgGroup(group.build());
  }

  private static OptionSpec option(FilterFlag flag) {
    OptionSpec.Builder option =
        OptionSpec.builder(flag.names().toArray(String[]::new))
            .description(flag.help())
            .parameterConsumer((args, spec, command) -> consume(flag, args, spec, command));
    return flag.value()
        .map(value -> option.arity("1").paramLabel(value).type(String.class).build())
        .orElseGet(() -> option.arity("0").type(boolean.class).build());
  }

  private static void consume(
      FilterFlag flag, Stack<String> args, ArgSpec spec, CommandSpec command) {
    CommandLine commandLine = command.commandLine();
    if (flag.value().isPresent() && args.isEmpty()) {
      throw new CommandLine.MissingParameterException(
          commandLine,
          spec,
          "--" + flag.name() + ": nothing follows (expected: " + flag.value().get() + ")");
    }
    String value = flag.value().isPresent() ? args.pop() : "";
    ((ObserveCommand) command.userObject()).given.add(flag, value, commandLine);
  }
}
