package io.weir.alerting.notify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Writes a line when an alert begins, and one when it is over. Confined to one thread. */
public final class LogNotifier implements Notifier {
  private final Consumer<String> lines;
  private final Map<SortedMap<String, String>, Boolean> open = new HashMap<>();

  /**
   * @param lines takes each line
   */
  public LogNotifier(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public boolean tell(List<Alert> alerts) {
    for (Alert alert : alerts) {
      boolean isOpen = alert.resolvedAt().isEmpty();
      boolean wasOpen = Optional.ofNullable(open.get(alert.labels())).orElse(false);
      if (isOpen != wasOpen) {
        lines.accept(
            (isOpen ? "FIRING " : "RESOLVED ")
                + alert.labels().getOrDefault("severity", "")
                + " "
                + alert.annotations().getOrDefault("summary", alert.labels().toString())
                + (isOpen ? cause(alert) : ""));
      }
      open.put(alert.labels(), isOpen);
    }
    open.keySet().retainAll(alerts.stream().map(Alert::labels).toList());
    return true;
  }

  private static String cause(Alert alert) {
    String cause = alert.annotations().getOrDefault("cause", "");
    return cause.isEmpty() ? "" : ". " + cause;
  }
}
