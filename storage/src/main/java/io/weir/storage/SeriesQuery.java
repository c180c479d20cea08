package io.weir.storage;

/**
 * What to read from a {@link SeriesStore}.
 *
 * @param fromNs earliest time, inclusive: a window's start, or when an event was observed
 * @param toNs latest time, exclusive
 * @param windowNs only windows of this length; 0 for series of single events
 * @param latestPerKey only the newest record of each topic key, for "how is it now" (single events)
 * @param keyPrefix only records whose topic key begins with it; empty for all
 */
public record SeriesQuery(
    long fromNs, long toNs, long windowNs, boolean latestPerKey, String keyPrefix) {
  /** Windows of one length that start in {@code [fromNs, toNs)}. */
  public static SeriesQuery windows(long fromNs, long toNs, long windowNs) {
    return new SeriesQuery(fromNs, toNs, windowNs, false, "");
  }

  /** Events observed in {@code [fromNs, toNs)}. */
  public static SeriesQuery events(long fromNs, long toNs) {
    return new SeriesQuery(fromNs, toNs, 0, false, "");
  }

  /** The newest event of each key that was observed in {@code [fromNs, toNs)}. */
  public static SeriesQuery latest(long fromNs, long toNs) {
    return new SeriesQuery(fromNs, toNs, 0, true, "");
  }

  /** The same, of fewer keys. */
  public SeriesQuery withKeyPrefix(String prefix) {
    return new SeriesQuery(fromNs, toNs, windowNs, latestPerKey, prefix);
  }
}
