package io.weir.dashboards.answer;

/**
 * How long things took. Percentiles come from merged sketches, with a relative error of at most 1
 * %; they are never averages of other percentiles.
 *
 * @param count how many had a latency, {@code >= 1}
 * @param p50Ms median, milliseconds
 * @param p95Ms milliseconds
 * @param p99Ms milliseconds
 */
public record Latency(long count, double p50Ms, double p95Ms, double p99Ms) {}
