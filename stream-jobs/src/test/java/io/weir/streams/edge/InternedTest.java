package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InternedTest {
  @Test
  void equalValuesBecomeOne() {
    Interned<String> interned = new Interned<>(16);
    String first = new String("shop/web");
    assertThat(interned.of(first)).isSameAs(first);
    assertThat(interned.of(new String("shop/web"))).isSameAs(first);
  }

  /** A single place: the newest holds it, and no value is ever taken for another. */
  @Test
  void valuesThatShareAPlaceStayApart() {
    Interned<String> interned = new Interned<>(1);
    assertThat(interned.of("a")).isEqualTo("a");
    assertThat(interned.of("b")).isEqualTo("b");
    assertThat(interned.of("a")).isEqualTo("a");
  }

  @Test
  void placesAreAPowerOfTwo() {
    assertThatThrownBy(() -> new Interned<String>(100))
        .hasMessage("places: 100 (expected: a power of two)");
  }
}
