package io.weir.filter.query;

import com.google.common.collect.Lists;
import io.weir.filter.FilterConflicts;
import io.weir.filter.GivenFilter;
import io.weir.filter.query.ParsedQuery.Placed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Terms that each are right, and together are not, as {@code observe} refuses them. */
final class Contradictions {
  private static final Set<String> NAMES = Set.of("pod", "service", "namespace");

  private Contradictions() {}

  /**
   * @throws QueryException at the later one of the first two that cannot stand together
   */
  static void check(FlowQuery query, List<Placed> terms) throws QueryException {
    checkFlags(terms.stream().filter(placed -> !placed.term().not()).toList());
    for (Term term : query.terms()) {
      if (term.not()) {
        // Each key that is left out is a filter of its own.
        checkFlags(terms.stream().filter(placed -> isPart(placed.term(), term)).toList());
      }
    }
    for (Placed placed : Lists.reverse(terms)) {
      checkNames(placed, placed.term().not() ? new FlowQuery(List.of(placed.term())) : query);
    }
  }

  private static boolean isPart(Term term, Term merged) {
    return term.not() == merged.not() && term.key().equals(merged.key());
  }

  private static void checkFlags(List<Placed> terms) throws QueryException {
    Map<String, Placed> byFlag = new LinkedHashMap<>();
    for (Placed placed : terms) {
      for (GivenFilter given : placed.term().given()) {
        byFlag.putIfAbsent(given.flag(), placed);
      }
    }
    Optional<List<String>> two = FilterConflicts.find(byFlag.keySet());
    if (two.isPresent()) {
      Placed a = byFlag.get(two.get().get(0));
      Placed b = byFlag.get(two.get().get(1));
      String keyA = a.term().key().name();
      String keyB = b.term().key().name();
      throw at(
          a.at() > b.at() ? a : b,
          keyA.equals(keyB)
              ? keyA + " contradicts itself"
              : keyA + " and " + keyB + " cannot be combined",
          "one of the two");
    }
  }

  /** A name may carry its namespace; the namespaces beside it must then agree. */
  private static void checkNames(Placed placed, FlowQuery query) throws QueryException {
    if (NAMES.contains(placed.term().key().base())) {
      try {
        query.whitelist();
        query.blacklist();
      } catch (IllegalArgumentException e) {
        throw at(placed, String.valueOf(e.getMessage()), "names of one namespace");
      }
    }
  }

  private static QueryException at(Placed placed, String what, String expected) {
    return new QueryException(placed.at(), placed.length(), what, expected, Optional.empty());
  }
}
