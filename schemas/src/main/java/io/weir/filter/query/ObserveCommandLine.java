package io.weir.filter.query;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.weir.filter.FilterSides;
import io.weir.filter.GivenFilter;
import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A query as a line for a POSIX shell. {@code --not} makes one filter of all flags that it stands
 * before, of which all must hold; so only the first key that is left out can be said with it, and
 * the others are written as JSON.
 */
final class ObserveCommandLine {
  private static final String PLAIN = "[A-Za-z0-9_./:@%+,=-]+";

  private ObserveCommandLine() {}

  static String of(FlowQuery query, Optional<String> since, Optional<String> until) {
    List<String> words = new ArrayList<>(List.of("weir", "observe"));
    since.ifPresent(time -> words.addAll(option("since", time)));
    until.ifPresent(time -> words.addAll(option("until", time)));
    query.kept().forEach(term -> term.given().forEach(given -> words.addAll(flag(given))));
    List<Term> leftOut = query.leftOut().toList();
    leftOut.stream()
        .limit(1)
        .flatMap(term -> term.given().stream())
        .forEach(
            given -> {
              words.add("--not");
              words.addAll(flag(given));
            });
    leftOut.stream()
        .skip(1)
        .flatMap(term -> FilterSides.of(term.given()).stream())
        .forEach(filter -> words.addAll(option("denylist", json(filter))));
    return words.stream().map(ObserveCommandLine::shell).collect(Collectors.joining(" "));
  }

  private static List<String> flag(GivenFilter given) {
    // Switches have no value; all others have one that is not empty.
    return given.value().isEmpty()
        ? List.of("--" + given.flag())
        : option(given.flag(), given.value());
  }

  /** As one word where the value could be taken for an option, or for a file of them. */
  private static List<String> option(String name, String value) {
    return value.startsWith("-") || value.startsWith("@")
        ? List.of("--" + name + "=" + value)
        : List.of("--" + name, value);
  }

  private static String shell(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String json(FlowFilter filter) {
    try {
      return JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .print(filter);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a filter of ours cannot be written as JSON", e);
    }
  }
}
