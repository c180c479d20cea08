package io.weir.alerting.cause;

import static io.weir.alerting.cause.TestShop.FRONTEND;
import static io.weir.alerting.cause.TestShop.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A large cluster in which everything fails: answered, and no more than may be said. */
class CauseBoundsTest {
  private static final int SERVICES = 400;
  private static final int CALLS = 5;

  @Test
  void twoThousandEdgesInTrouble() {
    TestShop shop = new TestShop().failing("world", "frontend", 30);
    for (int i = 0; i < SERVICES; i++) {
      shop.failing("frontend", "service-" + i, 30);
      for (int n = 1; n <= CALLS; n++) {
        // Around and around: every service is in cycles.
        shop.edge("service-" + i, "service-" + (i * n + 1) % SERVICES, tcp(0, 0), tcp(10 + n, 10));
      }
    }
    long begun = System.nanoTime();
    Diagnosis diagnosis = shop.ask(FRONTEND);
    System.out.printf(
        "%d edges asked in %d ms%n",
        SERVICES * (CALLS + 1), (System.nanoTime() - begun) / 1_000_000);
    assertThat(diagnosis.causes()).hasSize(CauseFinder.CAUSES_MAX);
    assertThat(diagnosis.causes()).allMatch(cause -> cause.evidence().size() <= Cause.EVIDENCE_MAX);
  }
}
