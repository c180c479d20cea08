package io.weir.alerting.cause;

import java.util.List;

/**
 * One likely cause.
 *
 * @param subject what is at fault: a policy, a node, a service, an edge
 * @param sentence the same for people, with its figures
 * @param evidence most telling first; at most {@value #EVIDENCE_MAX}
 */
public record Cause(
    CauseKind kind, String subject, String sentence, Score score, List<Evidence> evidence) {
  static final int EVIDENCE_MAX = 6;

  public Cause {
    evidence = evidence.stream().limit(EVIDENCE_MAX).toList();
  }

  /** Two SLOs whose first causes have the same key burn for the same reason. */
  public String key() {
    return kind.label() + " " + subject;
  }
}
