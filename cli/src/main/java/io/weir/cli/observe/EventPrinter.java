package io.weir.cli.observe;

/**
 * Writes events of one kind as text. Confined to one thread.
 *
 * @param <E> a message of the Observer API
 */
interface EventPrinter<E> {
  /**
   * Text for standard output, without the end of its last line; empty for what does not belong
   * there, or not yet.
   *
   * @throws IllegalArgumentException if the event cannot be written in this format
   */
  String line(E event);

  /** What was held back, when there are no more events; empty for nothing. */
  default String end() {
    return "";
  }
}
