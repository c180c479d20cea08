package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;

/** Pads cells so that columns stand one below the other; they never become narrower again. */
final class Columns {
  private static final int GAP = 3;

  private final List<Integer> widths = new ArrayList<>();

  /** The rows as lines. All rows have the same number of cells; the last cell is not padded. */
  List<String> align(List<List<String>> rows) {
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), width(row.get(i))));
      }
    }
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size() - 1; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths.get(i) - width(cell) + GAP));
    }
    return line.append(row.get(row.size() - 1)).toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
