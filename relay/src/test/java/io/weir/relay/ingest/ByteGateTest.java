package io.weir.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteGateTest {
  private final ByteGate gate = new ByteGate(100);
  private final List<String> reads = new ArrayList<>();

  @Test
  void letsEveryonePassBelowTheLimit() {
    gate.add(99);
    gate.pass(() -> reads.add("a"));
    assertThat(reads).containsExactly("a");
  }

  @Test
  void holdsBackAtTheLimitAndLetsGoInTurn() {
    gate.add(150);
    gate.pass(() -> reads.add("a"));
    gate.pass(() -> reads.add("b"));
    assertThat(reads).isEmpty();
    gate.remove(50);
    assertThat(reads).isEmpty();
    gate.remove(1);
    assertThat(reads).containsExactly("a", "b");
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void stopsAgainWhenAReadFillsItUp() {
    gate.add(100);
    gate.pass(() -> gate.add(100));
    gate.pass(() -> reads.add("b"));
    gate.remove(100);
    assertThat(reads).isEmpty();
    assertThat(gate.waiting()).isEqualTo(1);
  }
}
