package io.weir.collector.source.hubble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeenWindowTest {
  private static final long SECOND = 1_000_000_000;
  private final SeenWindow window = new SeenWindow(10 * SECOND);

  @Test
  void takesEachItemOnceOverTwoStreams() {
    assertThat(window.take(100 * SECOND, 1)).isTrue();
    assertThat(window.take(101 * SECOND, 2)).isTrue();

    window.expectAgain();

    assertThat(window.sinceNs()).isEqualTo(91 * SECOND);
    assertThat(window.take(100 * SECOND, 1)).isFalse();
    assertThat(window.take(100 * SECOND, 3)).isTrue(); // late, out of order
    assertThat(window.take(101 * SECOND, 2)).isFalse();
    assertThat(window.take(101 * SECOND, 4)).isTrue();
  }

  @Test
  void countsEqualItems() {
    window.take(100 * SECOND, 1);
    window.take(100 * SECOND, 1);
    window.expectAgain();

    assertThat(window.take(100 * SECOND, 1)).isFalse();
    assertThat(window.take(100 * SECOND, 1)).isFalse();
    assertThat(window.take(100 * SECOND, 1)).isTrue();
  }

  @Test
  void beginsLaterRatherThanForget_whenThereAreTooMany() {
    for (int i = 0; i < SeenWindow.ITEMS_MAX + 5; i++) {
      window.take(100 * SECOND + i, i);
    }

    assertThat(window.sinceNs()).isEqualTo(100 * SECOND + 5);
    assertThat(window.encode()).hasSizeLessThan(64 << 10);
  }

  @Test
  void survivesAsText() {
    window.take(100 * SECOND, 0x1234_ffff_ffff_ffffL);
    window.take(101 * SECOND, 2);

    SeenWindow restored =
        SeenWindow.decode(window.encode(), 10 * SECOND, SeenWindow.ITEMS_MAX).orElseThrow();
    restored.expectAgain();

    assertThat(restored.sinceNs()).isEqualTo(window.sinceNs());
    assertThat(restored.expected()).isEqualTo(2);
    assertThat(restored.take(100 * SECOND, 0x1234_ffff_ffff_ffffL)).isFalse();
    assertThat(restored.take(101 * SECOND, 2)).isFalse();
    assertThat(restored.take(101 * SECOND, 3)).isTrue();
    assertThat(SeenWindow.decode("nonsense", SECOND, 10)).isEmpty();
    assertThat(SeenWindow.decode("1 2", SECOND, 10)).isEmpty();
  }

  /**
   * A server replays what is not older than asked; whatever the order, each item comes out once.
   */
  @Property(tries = 200)
  void eachItemOnce_howeverOftenTheStreamBreaks(@ForAll long seed) {
    Random random = new Random(seed);
    List<long[]> happened = new ArrayList<>(); // time, hash; in the server's order
    for (int i = 0; i < 300; i++) {
      // Up to two seconds out of order, which the overlap of ten covers.
      happened.add(new long[] {(100 + i / 5) * SECOND - random.nextInt(2) * SECOND, i});
    }
    SeenWindow seen = new SeenWindow(10 * SECOND);
    List<Long> given = new ArrayList<>();
    int known = 0;
    while (known < happened.size()) {
      int until = Math.min(happened.size(), known + 1 + random.nextInt(80));
      seen.expectAgain();
      long since = seen.isEmpty() ? 0 : seen.sinceNs();
      for (long[] item : happened.subList(0, until)) {
        if (item[0] >= since && seen.take(item[0], item[1])) {
          given.add(item[1]);
        }
      }
      known = until;
      if (random.nextBoolean()) { // a restart of the collector
        seen = SeenWindow.decode(seen.encode(), 10 * SECOND, SeenWindow.ITEMS_MAX).orElseThrow();
      }
    }
    List<Long> sorted = new ArrayList<>(given);
    Collections.sort(sorted);
    assertThat(sorted).isEqualTo(happened.stream().map(item -> item[1]).toList());
  }
}
