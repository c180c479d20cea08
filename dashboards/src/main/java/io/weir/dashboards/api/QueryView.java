package io.weir.dashboards.api;

import io.weir.filter.query.ParsedQuery;
import io.weir.filter.query.Term;
import java.util.List;
import java.util.Optional;

/**
 * A query as it was understood.
 *
 * @param text canonical; means the same
 * @param command gives the same flows in a terminal
 * @param terms as typed, for who shows them one by one
 */
record QueryView(String text, String command, List<TermView> terms) {
  /**
   * A term of the text that was asked with.
   *
   * @param text canonical, {@code not} included
   * @param at where it stands, in UTF-16 units from 0
   * @param length up to its last character
   */
  record TermView(String text, boolean not, String key, List<String> values, int at, int length) {}

  static QueryView of(ParsedQuery parsed, Optional<String> since, Optional<String> until) {
    return new QueryView(
        parsed.query().text(),
        parsed.query().command(since, until),
        parsed.terms().stream().map(QueryView::term).toList());
  }

  private static TermView term(ParsedQuery.Placed placed) {
    Term term = placed.term();
    return new TermView(
        term.text(), term.not(), term.key().name(), term.values(), placed.at(), placed.length());
  }
}
