package io.weir.alerting.openslo;

import io.weir.alerting.openslo.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects findings: every problem at once, not the first one. Confined to one thread. */
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void error(Place place, String message, String suggestion) {
    all.add(new Finding(Severity.ERROR, place, message, suggestion));
  }

  void warning(Place place, String message, String suggestion) {
    all.add(new Finding(Severity.WARNING, place, message, suggestion));
  }

  void info(Place place, String message) {
    all.add(new Finding(Severity.INFO, place, message, ""));
  }

  boolean hasErrors() {
    return errors() > 0;
  }

  long errors() {
    return all.stream().filter(finding -> finding.severity() == Severity.ERROR).count();
  }

  /** In the order of the text. */
  List<Finding> sorted() {
    return all.stream().sorted(Finding.BY_PLACE).distinct().toList();
  }
}
