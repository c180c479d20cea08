package io.weir.alerting.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void allPartsAtTheirBestMakeOne() {
    assertThat(new Score(1, 1, 1, 1).value()).isEqualTo(1);
  }

  /** 0.8 × 0.5 × (¼ + ¼ · 0.4 + ½ · 0.6) */
  @Test
  void theFormulaByHand() {
    assertThat(new Score(0.8, 0.5, 0.4, 0.6).value()).isCloseTo(0.26, within(1e-9));
  }

  @Test
  void whatExplainsNothingOrCameTooLateIsNoCause() {
    assertThat(new Score(0, 1, 1, 1).value()).isZero();
    assertThat(new Score(1, 0, 1, 1).value()).isZero();
  }

  @Test
  void partsAreShares() {
    assertThatThrownBy(() -> new Score(1.1, 1, 1, 1)).hasMessageContaining("coverage");
    assertThatThrownBy(() -> new Score(1, 1, 1, Double.NaN)).hasMessageContaining("place");
  }
}
