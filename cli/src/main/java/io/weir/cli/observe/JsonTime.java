package io.weir.cli.observe;

import java.time.LocalDate;

/** Timestamps as JSON: RFC 3339 in UTC with 0, 3, 6 or 9 digits of a second. */
final class JsonTime {
  private static final long FIRST = -62_135_596_800L; // 0001-01-01T00:00:00Z
  private static final long LAST = 253_402_300_799L; // 9999-12-31T23:59:59Z
  private static final int NANOS = 1_000_000_000;
  private static final int SECONDS_OF_DAY = 86_400;

  private final JsonText text;
  // Flows that follow each other nearly always have the same day.
  private long day;
  private String date = LocalDate.EPOCH.toString();

  JsonTime(JsonText text) {
    this.text = text;
  }

  /** False, with nothing written, for a time that JSON cannot express. */
  boolean put(long seconds, int nanos) {
    if (seconds < FIRST || seconds > LAST || nanos < 0 || nanos >= NANOS) {
      return false;
    }
    long dayOfTime = Math.floorDiv(seconds, SECONDS_OF_DAY);
    if (dayOfTime != day) {
      day = dayOfTime;
      date = LocalDate.ofEpochDay(dayOfTime).toString();
    }
    int second = (int) Math.floorMod(seconds, (long) SECONDS_OF_DAY);
    text.put('"');
    text.put(date);
    text.put('T');
    text.putDigits(second / 3_600, 2);
    text.put(':');
    text.putDigits(second / 60 % 60, 2);
    text.put(':');
    text.putDigits(second % 60, 2);
    if (nanos % 1_000_000 == 0) {
      fraction(nanos / 1_000_000, 3);
    } else if (nanos % 1_000 == 0) {
      fraction(nanos / 1_000, 6);
    } else {
      fraction(nanos, 9);
    }
    text.put('Z');
    text.put('"');
    return true;
  }

  private void fraction(int value, int digits) {
    if (value > 0) {
      text.put('.');
      text.putDigits(value, digits);
    }
  }
}
