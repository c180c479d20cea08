package io.weir.flowtext;

import java.util.List;
import java.util.Optional;

/** Where in the datapath a packet was traced: texts by sub-type of a trace event. */
public final class TracePoints {
  private static final List<String> TEXTS =
      List.of(
          "to-endpoint",
          "to-proxy",
          "to-host",
          "to-stack",
          "to-overlay",
          "from-endpoint",
          "from-proxy",
          "from-host",
          "from-stack",
          "from-overlay",
          "from-network",
          "to-network",
          "from-crypto",
          "to-crypto");

  private TracePoints() {}

  /** The text; an unknown sub-type prints as its number. */
  public static String of(int subType) {
    return subType >= 0 && subType < TEXTS.size() ? TEXTS.get(subType) : Integer.toString(subType);
  }

  /** The sub-type with that text. */
  public static Optional<Integer> subType(String text) {
    int index = TEXTS.indexOf(text);
    return index < 0 ? Optional.empty() : Optional.of(index);
  }
}
