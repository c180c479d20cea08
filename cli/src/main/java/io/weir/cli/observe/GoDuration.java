package io.weir.cli.observe;

/** Durations as Go prints them: {@code 125h3m10s}, {@code 1m0s}, {@code 0s}. */
public final class GoDuration {
  private static final long SECOND_NS = 1_000_000_000L;

  private GoDuration() {}

  /** Rounded to seconds, halves up; {@code ns} is not negative. */
  public static String seconds(long ns) {
    long seconds = ns / SECOND_NS + (ns % SECOND_NS >= SECOND_NS / 2 ? 1 : 0);
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    String text = seconds % 60 + "s";
    if (hours > 0) {
      return hours + "h" + minutes + "m" + text;
    }
    return minutes > 0 ? minutes + "m" + text : text;
  }
}
