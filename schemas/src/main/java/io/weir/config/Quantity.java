package io.weir.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and byte sizes, with the unit in the value: {@code 1m30s}, {@code 64MiB}. */
final class Quantity {
  static final String DURATION = "a duration, for example 500ms, 10s, 5m, 1h or 7d";
  static final String BYTES = "a size, for example 1048576, 10MB or 64MiB";

  private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
  private static final Pattern DURATION_PART = Pattern.compile(NUMBER + "(ns|us|ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile(NUMBER + " ?([KMGT]i?B|kB|B)?");

  /** Largest first, so that printing takes the largest that fits. */
  private static final Map<String, Long> NANOS = new LinkedHashMap<>();

  private static final Map<String, Long> SIZES = new LinkedHashMap<>();

  static {
    NANOS.put("d", 86_400_000_000_000L);
    NANOS.put("h", 3_600_000_000_000L);
    NANOS.put("m", 60_000_000_000L);
    NANOS.put("s", 1_000_000_000L);
    NANOS.put("ms", 1_000_000L);
    NANOS.put("us", 1_000L);
    NANOS.put("ns", 1L);
    SIZES.put("TiB", 1L << 40);
    SIZES.put("GiB", 1L << 30);
    SIZES.put("MiB", 1L << 20);
    SIZES.put("KiB", 1L << 10);
    SIZES.put("TB", 1_000_000_000_000L);
    SIZES.put("GB", 1_000_000_000L);
    SIZES.put("MB", 1_000_000L);
    SIZES.put("kB", 1_000L);
    SIZES.put("KB", 1_000L);
    SIZES.put("B", 1L);
  }

  private Quantity() {}

  /** Parts such as {@code 1h30m} add up; plain {@code 0} needs no unit. */
  static Optional<Duration> duration(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher part = DURATION_PART.matcher(text);
    BigInteger nanos = BigInteger.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      Optional<BigInteger> exact = whole(part.group(1), NANOS.get(part.group(2)));
      if (exact.isEmpty()) {
        return Optional.empty();
      }
      nanos = nanos.add(exact.get());
      end = part.end();
    }
    if (end == 0 || end != text.length() || nanos.bitLength() >= Long.SIZE) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  /** Bytes; without a unit the number itself. */
  static Optional<Long> bytes(String text) {
    Matcher size = SIZE.matcher(text.replace("_", ""));
    if (!size.matches()) {
      return Optional.empty();
    }
    String unit = size.group(2) == null ? "B" : size.group(2);
    return whole(size.group(1), SIZES.get(unit))
        .filter(bytes -> bytes.bitLength() < Long.SIZE)
        .map(BigInteger::longValue);
  }

  private static Optional<BigInteger> whole(String number, long unit) {
    try {
      BigDecimal exact = new BigDecimal(number).multiply(BigDecimal.valueOf(unit));
      return Optional.of(exact.toBigIntegerExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** In the largest unit that divides it; negative and very long ones in ISO form. */
  static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative() || duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0) {
      return duration.toString();
    }
    return inLargest(duration.toNanos(), NANOS);
  }

  static String print(long bytes) {
    boolean binary = bytes > 0 && bytes % 1024 == 0;
    return binary ? inLargest(bytes, SIZES) : Long.toString(bytes);
  }

  private static String inLargest(long value, Map<String, Long> units) {
    return units.entrySet().stream()
        .filter(unit -> value % unit.getValue() == 0)
        .findFirst()
        .map(unit -> value / unit.getValue() + unit.getKey())
        .orElseGet(() -> Long.toString(value));
  }
}
