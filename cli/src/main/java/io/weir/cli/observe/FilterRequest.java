package io.weir.cli.observe;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonStreamParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
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
    List<FlowFilter> whitelist = new ArrayList<>(json("--allowlist", allow));
    whitelist.addAll(FilterSides.of(given.stream().filter(filter -> !filter.not()).toList()));
    List<FlowFilter> blacklist = new ArrayList<>(json("--denylist", deny));
    blacklist.addAll(FilterSides.of(given.stream().filter(GivenFilter::not).toList()));
    return new FilterRequest(whitelist, blacklist);
  }

  /** Each text holds one or several JSON objects. */
  private static List<FlowFilter> json(String flag, List<String> texts) {
    List<FlowFilter> filters = new ArrayList<>();
    for (String text : texts) {
      try {
        JsonStreamParser elements = new JsonStreamParser(text);
        while (elements.hasNext()) {
          JsonElement element = elements.next();
          FlowFilter.Builder filter = FlowFilter.newBuilder();
          JsonFormat.parser().merge(element.toString(), filter);
          filters.add(filter.build());
        }
      } catch (JsonParseException | InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(
            flag + ": " + text + " (expected: FlowFilter as JSON; " + e.getMessage() + ")", e);
      }
    }
    return filters;
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
