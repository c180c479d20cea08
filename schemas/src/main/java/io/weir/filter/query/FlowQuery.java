package io.weir.filter.query;

import io.weir.filter.FilterSides;
import io.weir.hubble.flow.FlowFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which flows are wanted. All terms must hold; of the values of one key any, whether they stand in
 * one term or in several, as Hubble reads repeated flags. What is said with {@code not} is left out
 * by each such key alone: {@code not port:53 not protocol:icmp} shows neither.
 *
 * <p>Immutable, and in normal form: terms of one key are one term, at the place of the first.
 *
 * @param terms each key once with and once without {@code not}
 */
public record FlowQuery(List<Term> terms) {
  /** Wants every flow. */
  public static final FlowQuery ALL = new FlowQuery(List.of());

  private record KeyAndSign(boolean not, Key key) {}

  public FlowQuery {
    Map<KeyAndSign, List<String>> values = new LinkedHashMap<>();
    for (Term term : terms) {
      values
          .computeIfAbsent(new KeyAndSign(term.not(), term.key()), key -> new ArrayList<>())
          .addAll(term.values());
    }
    terms =
        values.entrySet().stream()
            .map(entry -> new Term(entry.getKey().not(), entry.getKey().key(), entry.getValue()))
            .toList();
  }

  /**
   * Reads a query; an empty text is {@link #ALL}.
   *
   * @throws QueryException naming the first part that cannot be understood
   */
  public static FlowQuery parse(String text) throws QueryException {
    return ParsedQuery.parse(text).query();
  }

  /** As people type it, every value as short as it can be; reads back as the same query. */
  public String text() {
    return terms.stream().map(Term::text).collect(Collectors.joining(" "));
  }

  /**
   * What to keep, as the API has it; empty for everything.
   *
   * @throws IllegalArgumentException for names that contradict their namespace, which a parsed
   *     query never does
   */
  public List<FlowFilter> whitelist() {
    return FilterSides.of(kept().flatMap(term -> term.given().stream()).toList());
  }

  /** What to leave out, as the API has it. */
  public List<FlowFilter> blacklist() {
    return leftOut().flatMap(term -> FilterSides.of(term.given()).stream()).toList();
  }

  Stream<Term> kept() {
    return terms.stream().filter(term -> !term.not());
  }

  Stream<Term> leftOut() {
    return terms.stream().filter(Term::not);
  }

  /**
   * The command that gives the same flows in a terminal.
   *
   * @param since as for {@code --since}; empty for no limit
   * @param until as for {@code --until}
   */
  public String command(Optional<String> since, Optional<String> until) {
    return ObserveCommandLine.of(this, since, until);
  }
}
