package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.filter.FilterSides;
import io.weir.filter.GivenFilter;
import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of one question.
 *
 * @param whitelist what to keep; empty for everything
 * @param blacklist what to leave out
 */
record FilterRequest(List<FlowFilter> whitelist, List<FlowFilter> blacklist) {
  /**
   * Flags and JSON filters together.
   *
   * @throws IllegalArgumentException if a value or a combination cannot be used
   */
  static FilterRequest of(List<GivenFilter> given, List<String> allow, List<String> deny) {
    List<FlowFilter> whitelist =
        new ArrayList<>(FilterSides.of(given.stream().filter(filter -> !filter.not()).toList()));
    whitelist.addAll(json("--allowlist", allow));
    List<FlowFilter> blacklist =
        new ArrayList<>(FilterSides.of(given.stream().filter(GivenFilter::not).toList()));
    blacklist.addAll(json("--denylist", deny));
    return new FilterRequest(whitelist, blacklist);
  }

  /** Each text holds one or several JSON objects. */
  private static List<FlowFilter> json(String flag, List<String> texts) {
    List<FlowFilter> filters = new ArrayList<>();
    for (String text : texts) {
      try {
        for (String object : objects(text)) {
          FlowFilter.Builder filter = FlowFilter.newBuilder();
          JsonFormat.parser().merge(object, filter);
          filters.add(filter.build());
        }
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(
            flag + ": " + text + " (expected: FlowFilter as JSON; " + e.getMessage() + ")", e);
      }
    }
    return filters;
  }

  /**
   * Cuts text after each object that closes; what is left over is one of its own, for the parser to
   * refuse.
   */
  private static List<String> objects(String text) {
    List<String> objects = new ArrayList<>();
    int depth = 0;
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        objects.add(text.substring(start, i + 1));
        start = i + 1;
      }
    }
    if (!text.substring(start).isBlank()) {
      objects.add(text.substring(start));
    }
    return objects;
  }

  /** As {@code hubble --print-raw-filters}: lists of JSON in YAML. */
  String raw() throws InvalidProtocolBufferException {
    StringBuilder out = new StringBuilder();
    raw(out, "allowlist", whitelist);
    raw(out, "denylist", blacklist);
    return out.toString();
  }

  private static void raw(StringBuilder out, String name, List<FlowFilter> filters)
      throws InvalidProtocolBufferException {
    if (filters.isEmpty()) {
      return;
    }
    out.append(name).append(":\n");
    JsonFormat.Printer json =
        JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
    for (FlowFilter filter : filters) {
      out.append("    - '").append(json.print(filter).replace("'", "''")).append("'\n");
    }
  }
}
