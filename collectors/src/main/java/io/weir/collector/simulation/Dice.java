package io.weir.collector.simulation;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that look random and are the same on every machine and every Java for one seed.
 * SplitMix64 written out: the library's generators may change between releases. Mutable, confined
 * to one thread.
 */
final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int GAUSS_TERMS = 12;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** Dice for one purpose; others of the same seed do not disturb them. */
  static Dice of(long seed, String purpose) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return new Dice(mix(seed) ^ mix(hash));
  }

  long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** At least 0, below 1. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** At least 0, below {@code bound}. */
  int below(int bound) {
    return (int) (((next() >>> 33) * bound) >>> 31);
  }

  /** True in {@code share} of all cases; draws nothing for never and always. */
  boolean chance(double share) {
    return share >= 1 || (share > 0 && unit() < share);
  }

  /** {@code ns} times a factor around 1, skewed as latencies are: the median stays. */
  long around(long ns, double sigma) {
    double sum = -GAUSS_TERMS / 2.0;
    for (int i = 0; i < GAUSS_TERMS; i++) {
      sum += unit();
    }
    // StrictMath: Math may differ by a bit between machines.
    return Math.max(1, (long) (ns * StrictMath.exp(sigma * sum)));
  }

  /** A waiting time with mean {@code meanNs}, at least 1. */
  long waiting(double meanNs) {
    return Math.max(1, (long) (-StrictMath.log(1 - unit()) * meanNs));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
