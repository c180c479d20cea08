package io.weir.storage.embedded;

import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowTerms;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Match;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The query for candidates in one file. Values are always bound, never part of the text.
 *
 * <p>Beyond {@value #VALUES_MAX} values a query is not pushed down: the caller filters anyway.
 */
final class FlowSql {
  static final int VALUES_MAX = 2_000;

  private final StringBuilder text = new StringBuilder(512);
  private final List<Object> values = new ArrayList<>();

  private FlowSql() {}

  /** True for a query that the database can narrow down. */
  static boolean isSelective(FlowQuery query) {
    if (!query.kinds().contains(EventKind.FLOW)) {
      return true;
    }
    long count =
        query.anyOf().stream()
            .flatMap(terms -> terms.terms().stream())
            .mapToLong(term -> 1 + term.values().size())
            .sum();
    return !query.anyOf().isEmpty()
        && query.anyOf().stream().noneMatch(terms -> terms.terms().isEmpty())
        && count <= VALUES_MAX;
  }

  /**
   * Where events are that may match a selective query.
   *
   * @param firstBlock the first block to look at
   * @param lastBlock the last, inclusive
   */
  static FlowSql candidates(String table, FlowQuery query, int firstBlock, int lastBlock) {
    FlowSql sql = new FlowSql();
    sql.text.append("SELECT block, position FROM ").append(table);
    // The range of blocks is what skips the rest of the table.
    sql.add(" WHERE block BETWEEN ? AND ?", firstBlock, lastBlock);
    if (query.kinds().contains(EventKind.FLOW)) {
      sql.terms(query.anyOf());
    } else {
      sql.text.append(" AND ");
      sql.in("kind", query.kinds().stream().map(FlowColumns::number).sorted().toList());
    }
    return sql;
  }

  String text() {
    return text.toString();
  }

  void bind(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private void add(String fragment, Object... bound) {
    text.append(fragment);
    values.addAll(List.of(bound));
  }

  private void terms(List<FlowTerms> anyOf) {
    text.append(" AND (kind <> ").append(FlowColumns.number(EventKind.FLOW));
    for (FlowTerms terms : anyOf) {
      String and = " OR (";
      for (FlowTerms.Term term : terms.terms()) {
        text.append(and);
        term(term);
        and = " AND ";
      }
      text.append(")");
    }
    text.append(")");
  }

  private void term(FlowTerms.Term term) {
    String column = FlowColumns.name(term.column());
    text.append("(");
    if (term.column() == Column.NODE) {
      // Whoever shows a flow without a node fills it in from the header, and may filter by that.
      text.append(column).append(" = '' OR ");
    }
    if (term.match() == Match.PREFIX) {
      prefix(column, term.values());
    } else if (FlowColumns.isNumber(term.column())) {
      in(column, numbers(term.values()));
    } else {
      in(column, term.values());
    }
    text.append(")");
  }

  private void prefix(String column, Collection<String> prefixes) {
    String or = "";
    for (String prefix : prefixes) {
      add(or + "starts_with(" + column + "::VARCHAR, ?)", prefix);
      or = " OR ";
    }
    if (prefixes.isEmpty()) {
      text.append("false");
    }
  }

  private void in(String column, Collection<?> options) {
    if (options.isEmpty()) {
      text.append("false");
      return;
    }
    text.append(column).append(" IN (").append("?, ".repeat(options.size() - 1)).append("?)");
    values.addAll(options);
  }

  /** Text that is no number equals no column of numbers. */
  private static List<Long> numbers(Collection<String> texts) {
    List<Long> numbers = new ArrayList<>();
    for (String value : texts) {
      try {
        numbers.add(Long.parseLong(value));
      } catch (NumberFormatException e) {
        continue;
      }
    }
    return numbers;
  }
}
