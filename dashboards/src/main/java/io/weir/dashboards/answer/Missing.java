package io.weir.dashboards.answer;

import java.time.Instant;

/**
 * Events of a range that are known to be missing, for one cause.
 *
 * @param node where; {@code other} sums up nodes beyond the jobs' limit
 * @param stage which part lost them: {@code hubble}, {@code spool}, {@code sampling}, …
 * @param reason why: {@code overrun}, {@code full}, …
 * @param events how many
 * @param firstAt event time of the first that may be missing
 * @param lastAt event time of the last that may be missing
 */
public record Missing(
    String node, String stage, String reason, long events, Instant firstAt, Instant lastAt) {}
