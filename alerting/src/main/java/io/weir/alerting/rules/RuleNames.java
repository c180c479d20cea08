package io.weir.alerting.rules;

/**
 * Whose names the series of generated rules have, so that dashboards made for them keep working.
 */
public enum RuleNames {
  /** {@code slo:sli_error:ratio_rate5m{slo,service}}. */
  WEIR,
  /** The same names with Sloth's labels, and its series about the objective. */
  SLOTH,
  /** {@code weir_slo_events:burnrate5m{slo}}, and Pyrra's series about the objective. */
  PYRRA
}
