package io.weir.cli.observe;

import picocli.CommandLine.Option;

/** How answers are written. */
final class OutputOptions {
  /** The formats of {@code hubble}; {@code json} and {@code jsonpb} are the same. */
  enum Output {
    compact,
    dict,
    json,
    jsonpb
  }

  /** When to colour. */
  enum Color {
    auto,
    always,
    never
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Output output = Output.compact;

  @Option(names = "--print-node-name", description = "Also the node that saw it.")
  boolean printNodeName;

  @Option(names = "--print-policy-names", description = "Also the policies behind a verdict.")
  boolean printPolicyNames;

  @Option(
      names = "--time-format",
      paramLabel = "NAME",
      description = "StampMilli, RFC3339, RFC3339Nano, … (default: ${DEFAULT-VALUE}).")
  String timeFormat = "StampMilli";

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

  boolean names() {
    return ipTranslation && !numeric;
  }

  /** Only for people: not into files and pipes, and not against NO_COLOR. */
  boolean colored() {
    return switch (color) {
      case always -> true;
      case never -> false;
      case auto -> System.console() != null && System.getenv("NO_COLOR") == null;
    };
  }
}
