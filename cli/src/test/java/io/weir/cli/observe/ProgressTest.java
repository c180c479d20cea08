package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Progress progress(boolean on) {
    return new Progress(new PrintStream(err, true, StandardCharsets.UTF_8), on, nanos::get);
  }

  @Test
  void saysNothingForASecond_thenTwiceASecond_onOneLine() {
    Progress progress = progress(true);
    progress.clear();
    assertThat(progress.isDue()).isFalse();
    nanos.addAndGet(Progress.FIRST.toNanos());
    assertThat(progress.isDue()).isTrue();
    progress.say("10 events");
    assertThat(progress.isDue()).isFalse();
    nanos.addAndGet(500_000_000);
    assertThat(progress.isDue()).isTrue();
    progress.clear();
    progress.clear();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[K10 events\r\u001b[K");
  }

  @Test
  void isSilentWhereItIsInTheWay() {
    Progress progress = progress(false);
    nanos.addAndGet(Progress.FIRST.toNanos());
    assertThat(progress.isDue()).isFalse();
  }
}
