package io.weir.cli.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * A record of {@code KEY: value} lines an event, apart by dashes.
 *
 * @param <E> what is printed
 */
final class DictPrinter<E> implements EventPrinter<E> {
  private static final String SEPARATOR = "------------\n";

  private final EventText<E> text;
  private final boolean nodeNames;
  private boolean later;

  DictPrinter(EventText<E> text, boolean nodeNames) {
    this.text = text;
    this.nodeNames = nodeNames;
  }

  @Override
  public String line(E event) {
    if (!text.isPrintable(event)) {
      return "";
    }
    List<EventText.Entry> entries = new ArrayList<>();
    entries.add(new EventText.Entry("TIMESTAMP", text.time(event)));
    if (nodeNames) {
      entries.add(new EventText.Entry("NODE", text.node(event)));
    }
    entries.addAll(text.entries(event));
    String separator = later ? SEPARATOR : "";
    later = true;
    return separator + record(entries);
  }

  /** Keys end at the same place. */
  static String record(List<EventText.Entry> entries) {
    return String.join(
        "\n",
        entries.stream().map(entry -> "%11s: %s".formatted(entry.key(), entry.value())).toList());
  }
}
