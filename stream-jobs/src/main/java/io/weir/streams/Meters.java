package io.weir.streams;

/** Makes the counters and gauges of {@link JobsMetrics} where somebody looks at them. */
public interface Meters {
  /** A number that only grows, for each combination of {@code labels}. */
  Counter counter(String name, String help, String... labels);

  /** A size, for each combination of {@code labels}. */
  Gauge gauge(String name, String help, String... labels);

  /** Counts, since the process started. */
  interface Counter {
    /** Adds 1 under the values of the labels. */
    default void inc(String... values) {
      add(1, values);
    }

    /** Adds {@code more}, which is not below 0. */
    void add(long more, String... values);
  }

  /** Goes up and down. */
  interface Gauge {
    /** Adds {@code more}, which may be below 0. */
    void add(long more, String... values);

    /** Sets the value whatever it was. */
    void set(long value, String... values);
  }
}
