package io.weir.cli.slo;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Numbers over time as lines of text: one column of characters for each, a scale at the left, times
 * below. {@code NaN} is no data. Pure.
 *
 * @param unicode blocks of an eighth of a line; else ASCII, of a whole one
 */
record Chart(boolean unicode) {
  /** Characters left of the first column. */
  static final int MARGIN = 10;

  private static final String EIGHTHS = " ▁▂▃▄▅▆▇█";
  private static final int PARTS = 8;
  private static final int TIMES_APART = 12;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Bars from 0 to the largest value, but at least to {@code topMin}. What is above 0 is never
   * blank.
   */
  List<String> bars(double[] values, double topMin, int height, DoubleFunction<String> label) {
    double top = Math.max(topMin, finite(values).max().orElse(0));
    List<String> lines = new ArrayList<>();
    for (int row = height - 1; row >= 0; row--) {
      // The scale says what a full line up to there means.
      String scale = row == height - 1 ? label.apply(top) : "";
      StringBuilder line = new StringBuilder(margin(scale));
      for (double value : values) {
        line.append(bar(value, top, height, row));
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(ground(values, label.apply(0)));
    return lines;
  }

  private char bar(double value, double top, int height, int row) {
    if (!(value > 0)) {
      return ' ';
    }
    int parts = (int) Math.max(1, Math.round(value / top * height * PARTS));
    int here = Math.min(PARTS, Math.max(0, parts - row * PARTS));
    if (unicode) {
      return EIGHTHS.charAt(here);
    }
    return here == 0 ? ' ' : here >= PARTS / 2 ? '#' : row == 0 ? '.' : ' ';
  }

  /** The line that bars stand on, broken where there is no data. */
  private String ground(double[] values, String label) {
    StringBuilder line = new StringBuilder(margin(label));
    for (double value : values) {
      line.append(Double.isNaN(value) ? ' ' : unicode ? '▔' : '-');
    }
    return line.toString().stripTrailing();
  }

  /** A line between the smallest and the largest value, two heights in each line of text. */
  List<String> line(double[] values, int height, DoubleFunction<String> label) {
    double top = finite(values).max().orElse(1);
    double bottom = finite(values).min().orElse(0);
    int levels = 2 * height;
    List<String> lines = new ArrayList<>();
    for (int row = height - 1; row >= 0; row--) {
      String scale = row == height - 1 ? label.apply(top) : row == 0 ? label.apply(bottom) : "";
      StringBuilder line = new StringBuilder(margin(scale));
      for (double value : values) {
        line.append(point(level(value, bottom, top, levels), row));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** From 0 to {@code levels - 1}; a line that is flat is at the top; below 0 for no data. */
  private static int level(double value, double bottom, double top, int levels) {
    if (Double.isNaN(value)) {
      return -1;
    }
    return top == bottom
        ? levels - 1
        : (int) Math.min(levels - 1, Math.floor((value - bottom) / (top - bottom) * levels));
  }

  private char point(int level, int row) {
    if (level < 0 || level / 2 != row) {
      return ' ';
    }
    boolean upper = level % 2 == 1;
    return unicode ? (upper ? '▀' : '▄') : upper ? '"' : '_';
  }

  /** When columns begin: every twelfth is marked, or every 24th where its text is longer. */
  List<String> times(Instant first, Duration length, int size) {
    char[] ticks = new char[MARGIN + size];
    Arrays.fill(ticks, ' ');
    StringBuilder text = new StringBuilder();
    DateTimeFormatter format = format(length, size);
    int room = format.format(first).length() + 2;
    // The last one must not reach beyond the chart.
    int apart = room <= TIMES_APART ? TIMES_APART : 2 * TIMES_APART;
    for (int i = 0; i == 0 || i + room <= size; i += apart) {
      ticks[MARGIN + i] = unicode ? '╵' : '\'';
      text.append(" ".repeat(MARGIN + i - text.length()))
          .append(format.format(first.plus(length.multipliedBy(i))));
    }
    return List.of(new String(ticks).stripTrailing(), text.toString());
  }

  private static DateTimeFormatter format(Duration length, int size) {
    if (length.multipliedBy(size).compareTo(Duration.ofDays(1)) > 0) {
      return DAY;
    }
    return length.toSeconds() % 60 == 0 ? HOUR : SECOND;
  }

  private String margin(String label) {
    String scale = label.isEmpty() ? "" : label + " ";
    return " ".repeat(Math.max(0, MARGIN - 1 - scale.length())) + scale + (unicode ? '│' : '|');
  }

  private static DoubleStream finite(double[] values) {
    return Arrays.stream(values).filter(value -> !Double.isNaN(value));
  }
}
