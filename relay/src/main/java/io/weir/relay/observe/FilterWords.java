package io.weir.relay.observe;

import com.google.protobuf.TextFormat;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.relay.observe.filter.Pushdown;
import io.weir.storage.FlowTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Filters as text, for people who want to know what was done with them. */
final class FilterWords {
  private static final int TEXT_MAX = 500;

  private FilterWords() {}

  /** What the store was asked, one line for each filter; empty when it was asked for everything. */
  static List<String> pushedDown(GetFlowsRequest request) {
    List<FlowTerms> anyOf = Pushdown.of(request.getWhitelistList());
    List<String> words = new ArrayList<>();
    for (int i = 0; i < anyOf.size(); i++) {
      String terms =
          anyOf.get(i).terms().stream().map(FilterWords::term).collect(Collectors.joining(" and "));
      words.add(shorten("whitelist[" + i + "]: " + terms));
    }
    return words;
  }

  private static String term(FlowTerms.Term term) {
    String relation =
        switch (term.match()) {
          case EQUALS -> " = ";
          case PREFIX -> " starts with ";
        };
    return term.column().name().toLowerCase(Locale.ROOT)
        + relation
        + term.values().stream().sorted().collect(Collectors.joining(" or "));
  }

  /** What was evaluated on each event that came back. */
  static List<String> evaluated(GetFlowsRequest request) {
    List<String> words = new ArrayList<>();
    add(words, "whitelist", request.getWhitelistList());
    add(words, "blacklist", request.getBlacklistList());
    return words;
  }

  private static void add(List<String> words, String list, List<FlowFilter> filters) {
    for (int i = 0; i < filters.size(); i++) {
      String filter = TextFormat.printer().emittingSingleLine(true).printToString(filters.get(i));
      words.add(shorten(list + "[" + i + "]: " + filter.strip()));
    }
  }

  private static String shorten(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }
}
