package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table of rows of an answer: columns as wide as their widest cell, two spaces apart, numbers to
 * the right. A column without a single value is left out.
 */
public final class Table {
  private record Column(String title, boolean right, Function<JsonNode, String> cell) {}

  private final List<Column> columns = new ArrayList<>();

  /** A column of words. */
  public Table left(String title, Function<JsonNode, String> cell) {
    columns.add(new Column(title, false, cell));
    return this;
  }

  /** A column of numbers. */
  public Table right(String title, Function<JsonNode, String> cell) {
    columns.add(new Column(title, true, cell));
    return this;
  }

  /** The rows as lines, a title line first; no lines for no rows. */
  public List<String> render(Iterable<JsonNode> rows) {
    List<JsonNode> all = new ArrayList<>();
    rows.forEach(all::add);
    if (all.isEmpty()) {
      return List.of();
    }
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i <= all.size(); i++) {
      lines.add(new StringBuilder());
    }
    for (Column column : columns) {
      List<String> cells = all.stream().map(column.cell()).map(Table::printable).toList();
      if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
        append(lines, column, cells);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private static void append(List<StringBuilder> lines, Column column, List<String> cells) {
    int width =
        Math.max(column.title().length(), cells.stream().mapToInt(Table::width).max().orElse(0));
    for (int i = 0; i < lines.size(); i++) {
      String cell = i == 0 ? column.title() : cells.get(i - 1);
      String padding = " ".repeat(width - width(cell));
      StringBuilder line = lines.get(i);
      if (line.length() > 0) {
        line.append("  ");
      }
      line.append(column.right() ? padding + cell : cell + padding);
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  /** Names come from the network: control characters must not reach the terminal. */
  public static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
