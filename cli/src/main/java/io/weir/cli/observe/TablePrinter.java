package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under one line of titles. Columns are as wide as their widest cell, so rows are held back
 * until the end, or until there are {@link #ROWS_MAX}: then they are printed, and the columns of
 * those that follow may be wider.
 *
 * @param <E> what is printed
 */
final class TablePrinter<E> implements EventPrinter<E> {
  /** Rows in memory, some tens of MiB. */
  static final int ROWS_MAX = 50_000;

  private final EventText<E> text;
  private final boolean nodeNames;
  private final int rowsMax;
  private final List<List<String>> rows = new ArrayList<>();
  private final Columns columns = new Columns();
  private boolean later;

  TablePrinter(EventText<E> text, boolean nodeNames) {
    this(text, nodeNames, ROWS_MAX);
  }

  TablePrinter(EventText<E> text, boolean nodeNames, int rowsMax) {
    this.text = text;
    this.nodeNames = nodeNames;
    this.rowsMax = rowsMax;
  }

  @Override
  public String line(E event) {
    if (!text.isPrintable(event)) {
      return "";
    }
    if (!later) {
      rows.add(row("TIMESTAMP", "NODE", text.titles()));
      later = true;
    }
    rows.add(row(text.time(event), text.node(event), text.cells(event)));
    return rows.size() > rowsMax ? end() : "";
  }

  private List<String> row(String time, String node, List<String> cells) {
    List<String> row = new ArrayList<>();
    row.add(time);
    if (nodeNames) {
      row.add(node);
    }
    row.addAll(cells);
    return row;
  }

  @Override
  public String end() {
    String text = String.join("\n", columns.align(rows));
    rows.clear();
    return text;
  }
}
