package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadProgressTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(30));

  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  private ReadProgress progress(boolean terminal) {
    return new ReadProgress(new PrintWriter(err), terminal, nanos::get, FROM, UNTIL);
  }

  private void after(int seconds) {
    nanos.addAndGet(seconds * 1_000_000_000L);
  }

  @Test
  void isWrittenOverWhereSomebodyLooksOnAndLeavesNothing() {
    try (ReadProgress progress = progress(true)) {
      progress.at(FROM.plus(Duration.ofDays(1)));
      after(1);
      progress.at(FROM.plus(Duration.ofHours(300)));
    }
    assertThat(err).hasToString("\r\u001b[Kreading: 41 %, 12 d 12 h of 30 d\r\u001b[K");
  }

  @Test
  void isALineEachTenSecondsInALog() {
    try (ReadProgress progress = progress(false)) {
      after(9);
      progress.at(FROM.plus(Duration.ofDays(1)));
      after(1);
      progress.at(FROM.plus(Duration.ofDays(3)));
    }
    assertThat(err.toString()).isEqualToIgnoringNewLines("reading: 10 %, 3 d of 30 d");
  }

  @Test
  void shortWorkSaysNothing() {
    try (ReadProgress progress = progress(true)) {
      progress.at(UNTIL);
    }
    assertThat(err.toString()).isEmpty();
  }
}
