package io.weir.rules;

/** Values of a counter, one a minute, in promtool's notation. */
final class Counter {
  private final StringBuilder values = new StringBuilder("0");
  private long last;

  /** Grows by so many a minute. */
  Counter grows(long minutes, long perMinute) {
    // "a+bxN" is a and N further values.
    values
        .append(' ')
        .append(last + perMinute)
        .append('+')
        .append(perMinute)
        .append('x')
        .append(minutes - 1);
    last += minutes * perMinute;
    return this;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
