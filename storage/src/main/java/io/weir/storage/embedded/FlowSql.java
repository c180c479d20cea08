package io.weir.storage.embedded;

import io.weir.storage.EventKind;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowTerms;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Match;
import io.weir.storage.StoredFlow;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The query of one page of one file. Values are always bound, never part of the text.
 *
 * <p>Beyond {@value #VALUES_MAX} values a query is not pushed down: the caller filters anyway.
 */
final class FlowSql {
  static final int VALUES_MAX = 2_000;

  private final StringBuilder text = new StringBuilder(512);
  private final List<Object> values = new ArrayList<>();

  private FlowSql() {}

  /**
   * A page.
   *
   * @param limits per partition the offset to stop at; empty when the file has nothing beyond
   * @param after the last event of the page before
   */
  static FlowSql page(
      String table,
      FlowQuery query,
      Map<Integer, Long> limits,
      Optional<StoredFlow> after,
      int rows) {
    FlowSql sql = new FlowSql();
    boolean forward = query.order() == FlowQuery.Order.OLDEST_FIRST;
    // Without the event: reading it from rows that do not make the page costs more than all else.
    sql.text.append("SELECT rowid, kafka_partition, kafka_offset FROM ").append(table);
    sql.add(" WHERE time_ns >= ?", query.fromNs());
    sql.add(" AND time_ns <= ?", query.toNs());
    after.ifPresent(event -> sql.continueAfter(event, forward));
    sql.limits(limits);
    sql.kinds(query.kinds());
    sql.terms(query.anyOf());
    String direction = forward ? "" : " DESC";
    sql.text
        .append(" ORDER BY time_ns")
        .append(direction)
        .append(", kafka_partition")
        .append(direction)
        .append(", kafka_offset")
        .append(direction)
        .append(" LIMIT ")
        .append(rows);
    return sql;
  }

  /** The events of some rows, in ascending order of row, near each other in the table. */
  static FlowSql events(String table, List<Long> rows) {
    FlowSql sql = new FlowSql();
    sql.text.append("SELECT rowid, event FROM ").append(table);
    // The range is what skips the rest of the table.
    sql.add(" WHERE rowid BETWEEN ? AND ?", rows.get(0), rows.get(rows.size() - 1));
    sql.text.append(" AND ");
    sql.in("rowid", rows);
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

  private void continueAfter(StoredFlow last, boolean forward) {
    String beyond = forward ? ">" : "<";
    long time = last.event().getHeader().getObservedAtNs();
    // The first comparison is implied by the rest; it is what skips whole row groups.
    add(" AND time_ns " + beyond + "= ?", time);
    add(
        " AND (time_ns % ? OR kafka_partition % ? OR (kafka_partition = ? AND kafka_offset % ?))"
            .replace("%", beyond),
        time,
        last.partition(),
        last.partition(),
        last.offset());
  }

  private void limits(Map<Integer, Long> limits) {
    if (limits.isEmpty()) {
      return;
    }
    text.append(" AND (");
    String or = "";
    for (Map.Entry<Integer, Long> limit : limits.entrySet()) {
      add(or + "(kafka_partition = ? AND kafka_offset < ?)", limit.getKey(), limit.getValue());
      or = " OR ";
    }
    text.append(")");
  }

  private void kinds(Set<EventKind> kinds) {
    if (kinds.size() < EventKind.values().length) {
      text.append(" AND ");
      in("kind", kinds.stream().map(FlowColumns::number).sorted().toList());
    }
  }

  private void terms(List<FlowTerms> anyOf) {
    long count =
        anyOf.stream()
            .flatMap(terms -> terms.terms().stream())
            .mapToLong(term -> 1 + term.values().size())
            .sum();
    boolean everything = anyOf.stream().anyMatch(terms -> terms.terms().isEmpty());
    if (anyOf.isEmpty() || everything || count > VALUES_MAX) {
      return;
    }
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
