package io.weir.filter;

/**
 * A filter flag as it was given.
 *
 * @param flag without dashes
 * @param value empty for a switch
 * @param not true after {@code --not}
 */
public record GivenFilter(String flag, String value, boolean not) {}
