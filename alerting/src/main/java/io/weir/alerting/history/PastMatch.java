package io.weir.alerting.history;

/**
 * A match of a fan-out that the archive has and that nobody asked for: nothing came of it since the
 * objective is in force.
 *
 * @param slo id of the objective before fan-out
 * @param silentMs how long before the present its newest window with events began
 */
public record PastMatch(String slo, String match, long silentMs) {}
