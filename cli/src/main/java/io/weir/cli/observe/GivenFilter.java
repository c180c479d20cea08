package io.weir.cli.observe;

/**
 * A filter flag as it was given.
 *
 * @param flag without dashes
 * @param value empty for a switch
 * @param not true after {@code --not}
 */
record GivenFilter(String flag, String value, boolean not) {}
