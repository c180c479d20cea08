package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How answers of any kind are written. */
final class FormatOptions {
  /** The formats of {@code hubble}; {@code json} and {@code jsonpb} are the same. */
  enum Output {
    compact,
    dict,
    json,
    jsonpb,
    table,
    tab;

    boolean isJson() {
      return this == json || this == jsonpb;
    }

    boolean isTable() {
      return this == table || this == tab;
    }
  }

  /** Names in any case; {@code tab} is understood and not offered. */
  static final class OutputConverter implements ITypeConverter<Output> {
    @Override
    public Output convert(String value) {
      for (Output output : Output.values()) {
        if (output.name().equals(value.toLowerCase(Locale.ROOT))) {
          return output;
        }
      }
      throw new TypeConversionException(
          value + " (expected: " + String.join(", ", new Offered()) + ")");
    }
  }

  /** What help and errors name. */
  static final class Offered extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Offered() {
      super(List.of("compact", "dict", "json", "jsonpb", "table"));
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = OutputConverter.class,
      completionCandidates = Offered.class,
      description = "${COMPLETION-CANDIDATES} (default: compact).")
  Optional<Output> given = Optional.empty();

  @Option(names = "--print-node-name", description = "Also the node that saw it.")
  boolean printNodeName;

  @Option(
      names = "--time-format",
      paramLabel = "NAME",
      description = "StampMilli, RFC3339, RFC3339Nano, … in UTC (default: ${DEFAULT-VALUE}).")
  String timeFormat = "StampMilli";

  @Option(
      names = {"-s", "--silent-errors"},
      description = "Nothing on standard error.")
  boolean silent;

  Output output() {
    return given.orElse(Output.compact);
  }

  Times times() {
    return Times.utc(TimeFormat.named(timeFormat));
  }

  /** Refuses to wait with a table for an end that never comes. */
  void check(boolean follow) {
    if (follow && output().isTable()) {
      throw new IllegalArgumentException(
          "--output table and --follow cannot be combined (expected: compact, dict or json)");
    }
  }

  /** The printer for text; JSON is made by others. */
  <E> EventPrinter<E> textPrinter(EventText<E> text) {
    return switch (output()) {
      case compact -> new CompactPrinter<>(text, printNodeName);
      case dict -> new DictPrinter<>(text, printNodeName);
      case table, tab -> new TablePrinter<>(text, printNodeName);
      case json, jsonpb -> throw new IllegalStateException("--output: " + output());
    };
  }
}
