package io.weir.dashboards.answer;

import java.util.OptionalDouble;

/**
 * An indicator over a range: counts first, so that ranges add up.
 *
 * @param name {@code http-availability}, …
 * @param good events that met it
 * @param total events counted
 * @param ratio good / total, 0 to 1; absent without events
 */
public record Indicator(String name, long good, long total, OptionalDouble ratio) {}
