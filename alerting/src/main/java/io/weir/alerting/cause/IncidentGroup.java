package io.weir.alerting.cause;

import java.util.List;

/**
 * SLOs that burn for one reason.
 *
 * @param root the one to page for
 * @param affected burn because of it, by name; they do not page by themselves
 */
public record IncidentGroup(BurningSlo root, List<BurningSlo> affected) {
  public IncidentGroup {
    affected = List.copyOf(affected);
  }
}
