package io.weir.filter.query;

import java.util.List;

/**
 * A query and where its parts stand in the text that it was read from.
 *
 * @param query in normal form
 * @param terms as typed, in order
 */
public record ParsedQuery(FlowQuery query, List<Placed> terms) {
  /**
   * A term in a text.
   *
   * @param term with the values as typed, made canonical
   * @param at where it begins, {@code not} included, in UTF-16 units from 0
   * @param length up to its last character
   */
  public record Placed(Term term, int at, int length) {}

  public ParsedQuery {
    terms = List.copyOf(terms);
  }

  /**
   * Reads a query.
   *
   * @throws QueryException naming the first part that cannot be understood
   */
  public static ParsedQuery parse(String text) throws QueryException {
    List<Placed> terms = new QueryParser(text).parse();
    FlowQuery query = new FlowQuery(terms.stream().map(Placed::term).toList());
    Contradictions.check(query, terms);
    return new ParsedQuery(query, terms);
  }
}
