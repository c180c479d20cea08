package io.weir.storage;

import java.util.List;
import java.util.Set;

/**
 * Terms that all must hold. A store may ignore any of them, since the caller filters again.
 *
 * @param terms each on one column; empty holds for every flow
 */
public record FlowTerms(List<Term> terms) {
  public FlowTerms {
    terms = List.copyOf(terms);
  }

  /**
   * One column, compared with several values of which one must fit.
   *
   * @param match how values are compared
   * @param values the text form of the column: enum names, decimal numbers, addresses
   */
  public record Term(Column column, Match match, Set<String> values) {
    public Term {
      values = Set.copyOf(values);
    }
  }

  /** How a value fits a column. */
  public enum Match {
    EQUALS,
    PREFIX
  }

  /** What a store can compare. The text is the value's text in {@code flow.Flow}. */
  public enum Column {
    SOURCE_NAMESPACE,
    SOURCE_POD,
    SOURCE_IP,
    SOURCE_PORT,
    DESTINATION_NAMESPACE,
    DESTINATION_POD,
    DESTINATION_IP,
    DESTINATION_PORT,
    /** Enum name. */
    VERDICT,
    /** {@code TCP}, {@code UDP}, … as in the oneof of {@code flow.Layer4}. */
    PROTOCOL,
    /** Number of {@code event_type.type}. */
    EVENT_TYPE,
    /** As in {@code flow.node_name}. */
    NODE
  }
}
