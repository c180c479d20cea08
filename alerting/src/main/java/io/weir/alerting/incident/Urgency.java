package io.weir.alerting.incident;

import java.util.List;

/** Orders severities: a page before a ticket before a notice. */
final class Urgency {
  private static final List<String> KNOWN = List.of("page", "ticket", "notice");

  private Urgency() {}

  /** The smaller, the more urgent. A policy's own word is as urgent as can be. */
  static int rank(String severity) {
    return Math.max(0, KNOWN.indexOf(severity));
  }
}
