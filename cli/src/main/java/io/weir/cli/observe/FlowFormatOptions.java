package io.weir.cli.observe;

import io.weir.flowtext.Colors;
import io.weir.flowtext.FlowText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How flows are written, beyond {@link FormatOptions}. */
final class FlowFormatOptions {
  /** When to colour. */
  enum Color {
    auto,
    always,
    never
  }

  @Option(names = "--print-policy-names", description = "Also the policies behind a verdict.")
  boolean printPolicyNames;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Color color = Color.auto;

  @Option(
      names = "--ip-translation",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Names instead of addresses (default: ${DEFAULT-VALUE}).")
  boolean ipTranslation = true;

  @Option(names = "--numeric", description = "Addresses instead of names.")
  boolean numeric;

  @Option(
      names = "--field-mask",
      paramLabel = "PATHS",
      split = ",",
      description = "JSON only: the fields of a flow to ask for.")
  List<String> fieldMask = new ArrayList<>();

  @Option(
      names = "--use-default-field-masks",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Ask only for what is printed, unless JSON is (default: ${DEFAULT-VALUE}).")
  boolean useDefaultFieldMasks = true;

  FlowText text(Shell shell, FormatOptions.Output output) {
    boolean colored = !output.isTable() && isColored(shell);
    return new FlowText(ipTranslation && !numeric, printPolicyNames, new Colors(colored));
  }

  /** Only for people: not into files and pipes, and not against NO_COLOR. */
  private boolean isColored(Shell shell) {
    return switch (color) {
      case always -> true;
      case never -> false;
      case auto -> shell.outIsTerminal() && shell.environment().apply("NO_COLOR").isEmpty();
    };
  }
}
