package io.weir.cli.observe;

/**
 * One line an event: {@code TIME[ [node]]: …}. Pure.
 *
 * @param <E> what is printed
 */
final class CompactPrinter<E> implements EventPrinter<E> {
  private final EventText<E> text;
  private final boolean nodeNames;

  CompactPrinter(EventText<E> text, boolean nodeNames) {
    this.text = text;
    this.nodeNames = nodeNames;
  }

  @Override
  public String line(E event) {
    if (!text.isPrintable(event)) {
      return "";
    }
    String node = nodeNames ? " [" + text.node(event) + "]" : "";
    return text.time(event) + node + text.sentence(event);
  }
}
