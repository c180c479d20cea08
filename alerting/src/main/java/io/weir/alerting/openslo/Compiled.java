package io.weir.alerting.openslo;

import io.weir.alerting.slo.Slo;
import io.weir.slo.v1.SloDefinition;
import java.util.List;
import java.util.Map;

/**
 * What documents come to.
 *
 * @param slos to be evaluated, one for each objective
 * @param definitions for {@code weir.slos.v1}: the documents, and indicators that the jobs count
 * @param about what alerts say beside the figures, by the id of an objective
 * @param findings of the documents, and of turning them into objectives
 */
public record Compiled(
    List<Slo> slos,
    List<SloDefinition> definitions,
    Map<String, About> about,
    List<Finding> findings) {
  /**
   * Beside the figures.
   *
   * @param document name of the SLO
   * @param title for people
   * @param description may be empty
   * @param runbook an address, or empty
   * @param owner or empty
   * @param targets of notification, as the policies name them
   */
  public record About(
      String document,
      String title,
      String description,
      String runbook,
      String owner,
      List<String> targets) {}

  public Compiled {
    slos = List.copyOf(slos);
    definitions = List.copyOf(definitions);
    about = Map.copyOf(about);
    findings = List.copyOf(findings);
  }

  /** Whether anything has to be put right first. */
  public boolean hasErrors() {
    return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
  }
}
