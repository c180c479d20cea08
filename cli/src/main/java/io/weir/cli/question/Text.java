package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Values of an answer as people read them. What is absent is an empty cell, never a zero. */
public final class Text {
  private static final String[] BYTE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private static final String[] UNITS = {"d", "h", "min", "s"};

  private Text() {}

  public static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "" : node.asText();
  }

  /** {@code 10:02:11}, of a time in UTC; the date is in the line that it stands in. */
  static String time(JsonNode instant) {
    String text = text(instant);
    int time = text.indexOf('T') + 1;
    return time == 0 || text.length() < time + 8 ? text : text.substring(time, time + 8);
  }

  /** {@code 1,240}. */
  public static String count(JsonNode node) {
    return node.isNumber() ? String.format(Locale.ROOT, "%,d", node.asLong()) : "";
  }

  /** {@code 120}, {@code 4.7}, {@code 0.03}. */
  public static String rate(JsonNode rate) {
    if (!rate.isNumber()) {
      return "";
    }
    double value = rate.asDouble();
    return String.format(
        Locale.ROOT,
        value >= 9.95 || value == 0 ? "%,.0f" : value >= 0.95 ? "%.1f" : "%.2f",
        value);
  }

  /** {@code 38 %}, {@code 1.2 %}; a share that is not zero never shows as zero. */
  public static String percent(JsonNode ratio) {
    if (!ratio.isNumber()) {
      return "";
    }
    double percent = 100 * ratio.asDouble();
    if (percent == 0 || percent >= 9.95) {
      return String.format(Locale.ROOT, "%.0f %%", percent);
    }
    return percent < 0.1 ? "<0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** {@code 99.95 %}: as many digits as it has, at most three behind the point. */
  public static String exactPercent(JsonNode ratio) {
    if (!ratio.isNumber()) {
      return "";
    }
    String percent = String.format(Locale.ROOT, "%.3f", 100 * ratio.asDouble());
    return percent.replaceAll("\\.?0+$", "") + " %";
  }

  /** {@code 97.2 %}, {@code -25.0 %}. */
  public static String share(JsonNode ratio) {
    return ratio.isNumber() ? String.format(Locale.ROOT, "%.1f %%", 100 * ratio.asDouble()) : "";
  }

  /** {@code 8 min 40 s}, {@code 3 d 4 h}: the two largest units that it has. */
  public static String duration(long seconds) {
    long[] counts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
    int largest = 0;
    while (largest < UNITS.length - 1 && counts[largest] == 0) {
      largest++;
    }
    String text = counts[largest] + " " + UNITS[largest];
    return largest == UNITS.length - 1 || counts[largest + 1] == 0
        ? text
        : text + " " + counts[largest + 1] + " " + UNITS[largest + 1];
  }

  /** {@code 0.42 ms}, {@code 840 ms}, {@code 2.1 s}. */
  static String millis(JsonNode ms) {
    if (!ms.isNumber()) {
      return "";
    }
    double value = ms.asDouble();
    if (value >= 9_999.5) {
      return String.format(Locale.ROOT, "%.1f s", value / 1000);
    }
    return String.format(
        Locale.ROOT, value >= 99.95 ? "%.0f ms" : value >= 9.995 ? "%.1f ms" : "%.2f ms", value);
  }

  /** {@code 1.5 GiB}; empty for 0, which is unknown or none. */
  static String bytes(JsonNode bytes) {
    if (!bytes.isNumber() || bytes.asLong() == 0) {
      return "";
    }
    double value = bytes.asDouble();
    int unit = 0;
    while (value >= 1023.95 && unit < BYTE_UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, BYTE_UNITS[unit]);
  }

  /** {@code 12 200, 3 503}; largest first. */
  public static String counts(JsonNode counts) {
    return counts.properties().stream()
        .sorted((a, b) -> Long.compare(b.getValue().asLong(), a.getValue().asLong()))
        .map(entry -> count(entry.getValue()) + " " + entry.getKey())
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  /** {@code a, b}. */
  public static String list(JsonNode names) {
    StringBuilder list = new StringBuilder();
    names.forEach(name -> list.append(list.length() == 0 ? "" : ", ").append(name.asText()));
    return list.toString();
  }

  /** {@code TCP:443}; the protocol alone where there are no ports. */
  static String port(JsonNode row) {
    int port = row.path("port").asInt();
    String protocol = text(row.path("protocol"));
    return port == 0 ? protocol : protocol.isEmpty() ? "" + port : protocol + ":" + port;
  }
}
