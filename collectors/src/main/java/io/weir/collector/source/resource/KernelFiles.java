package io.weir.collector.source.resource;

import io.weir.collector.source.resource.Usage.Pressure;
import io.weir.collector.source.resource.Usage.Stall;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Parsers of the small text files below {@code /proc} and {@code /sys/fs/cgroup}. All pure. */
final class KernelFiles {
  private KernelFiles() {}

  /**
   * Lines of a name and a number, {@code usage_usec 123} or {@code MemTotal: 123 kB}. Lines of
   * another shape are left out; units are the caller's to know.
   */
  static Map<String, Long> keyed(String text) {
    var values = new HashMap<String, Long>();
    for (String line : text.split("\n")) {
      String[] words = line.strip().split("\\s+");
      if (words.length >= 2) {
        String name =
            words[0].endsWith(":") ? words[0].substring(0, words[0].length() - 1) : words[0];
        number(words[1]).ifPresent(value -> values.put(name, value));
      }
    }
    return values;
  }

  /** A whole number; absent for {@code max} and anything else. Too large ones are clipped. */
  static OptionalLong number(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > 20) {
      return OptionalLong.empty();
    }
    int start = digits.charAt(0) == '-' ? 1 : 0;
    if (start == digits.length()) {
      return OptionalLong.empty();
    }
    for (int i = start; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.of(start == 1 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  /** {@code cpu.max}: quota and period in microseconds, or {@code max}. 0 is no limit. */
  static double limitCores(String cpuMax) {
    String[] words = cpuMax.strip().split("\\s+");
    return words.length == 2 ? limitCores(number(words[0]), number(words[1])) : 0;
  }

  /** A quota for a period, as the two files of v1 have it; a quota of -1 is no limit. */
  static double limitCores(OptionalLong quota, OptionalLong period) {
    long q = quota.orElse(-1);
    long p = period.orElse(0);
    return q > 0 && p > 0 ? (double) q / p : 0;
  }

  /**
   * A pressure file; its averages are percentages and its totals microseconds. Older kernels have
   * no {@code full} line for the CPU. Absent when there is no {@code some} line.
   */
  static Optional<Pressure> pressure(String text) {
    Optional<Stall> some = Optional.empty();
    Stall full = Stall.NONE;
    for (String line : text.split("\n")) {
      if (line.startsWith("some ")) {
        some = stall(line);
      } else if (line.startsWith("full ")) {
        full = stall(line).orElse(Stall.NONE);
      }
    }
    Stall ofAll = full;
    return some.map(ofSome -> new Pressure(ofSome, ofAll));
  }

  private static Optional<Stall> stall(String line) {
    var values = new HashMap<String, Double>();
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        try {
          values.put(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
    }
    if (!values.containsKey("total")) {
      return Optional.empty();
    }
    return Optional.of(
        new Stall(
            values.getOrDefault("avg10", 0.0) / 100,
            values.getOrDefault("avg60", 0.0) / 100,
            values.getOrDefault("avg300", 0.0) / 100,
            TimeUnit.MICROSECONDS.toNanos(values.get("total").longValue())));
  }
}
