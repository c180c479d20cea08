package io.weir.cli.observe;

import java.util.List;

/**
 * What the parts of an event are called on a terminal, for printers to arrange. Pure. Data from the
 * server comes out escaped: it cannot move the reader's cursor.
 *
 * @param <E> a message of the Observer API
 */
interface EventText<E> {
  /**
   * A named part of a record.
   *
   * @param key in capitals
   * @param value one line
   */
  record Entry(String key, String value) {}

  /** Whether there is anything to print. */
  boolean isPrintable(E event);

  /** When it happened, as the reader wants times to be written. */
  String time(E event);

  /** The node that saw it. */
  String node(E event);

  /** Everything behind time and node, on one line; begins with what separates it from them. */
  String sentence(E event);

  /** Everything behind time and node, as a record. */
  List<Entry> entries(E event);

  /** The titles of {@link #cells}. */
  List<String> titles();

  /** Everything behind time and node, as a row of a table. */
  List<String> cells(E event);
}
