package io.weir.alerting.cause;

import static io.weir.alerting.cause.TestShop.BASELINE;
import static io.weir.alerting.cause.TestShop.FRONTEND;
import static io.weir.alerting.cause.TestShop.FRONTEND_LATENCY;
import static io.weir.alerting.cause.TestShop.WINDOWS;
import static io.weir.alerting.cause.TestShop.dns;
import static io.weir.alerting.cause.TestShop.http;
import static io.weir.alerting.cause.TestShop.peer;
import static io.weir.alerting.cause.TestShop.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Probe;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of cause, alone: the world's visitors see frontend fail, and something is beneath. */
class CauseKindsTest {
  private static void incident(Consumer<Integer> each) {
    for (int i = BASELINE; i < WINDOWS; i++) {
      each.accept(i);
    }
  }

  private static void always(Consumer<Integer> each) {
    for (int i = 0; i < WINDOWS; i++) {
      each.accept(i);
    }
  }

  /** frontend fails 30 of 100 requests, because of cart. */
  private static TestShop failingCart() {
    return new TestShop().failing("world", "frontend", 30).failing("frontend", "cart", 30);
  }

  @Test
  void aPolicyIsNamedWithItsDropsAndFlows() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 30));
    incident(i -> shop.drop("POLICY_DENIED", "policy", "frontend", "cart", "n1", i, 90));

    Cause cause = shop.first(FRONTEND);

    assertThat(cause.kind()).isEqualTo(CauseKind.POLICY_DENIAL);
    assertThat(cause.subject()).isEqualTo("shop/deny");
    assertThat(cause.sentence()).contains("shop/frontend to shop/cart").contains("270 drops");
    assertThat(cause.score()).isEqualTo(new Score(1, 1, 0.5, 1));
    assertThat(cause.evidence().get(0).count()).isEqualTo(270);
    assertThat(cause.evidence().get(0).usualCount()).isZero();
    assertThat(cause.evidence().get(0).flows()).containsExactly("flow-6", "flow-7", "flow-8");
    assertThat(shop.ask(FRONTEND).layer()).isEqualTo(Layer.POLICY);
  }

  @Test
  void dropsOfADatapathAreNamedByNode() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 30));
    incident(
        i -> shop.drop("CT_MAP_INSERTION_FAILED", "capacity", "frontend", "cart", "n1", i, 40));
    assertThat(shop.first(FRONTEND).key()).isEqualTo("datapath-drops n1");
    assertThat(shop.ask(FRONTEND).layer()).isEqualTo(Layer.NETWORK);
  }

  @ParameterizedTest
  @CsvSource({"SERVFAIL, DNS_SERVFAIL", "REFUSED, DNS_SERVFAIL"})
  void dnsThatFails(String rcode, CauseKind kind) {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "dns", dns(rcode, 0), dns(rcode, 30));
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(kind);
    assertThat(shop.ask(FRONTEND).layer()).isEqualTo(Layer.DNS);
  }

  @Test
  void dnsThatDenies() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge(
                "frontend",
                "dns",
                dns("NXDOMAIN", 30),
                dns("NXDOMAIN", 60).andThen(counts -> counts.getDnsBuilder().setDenied(30)));
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(CauseKind.DNS_NXDOMAIN);
  }

  @Test
  void dnsThatIsSilent() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge(
                "frontend",
                "dns",
                dns("SERVFAIL", 0),
                dns("SERVFAIL", 0).andThen(counts -> counts.getDnsBuilder().setUnanswered(30)));
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(CauseKind.DNS_UNANSWERED);
  }

  @ParameterizedTest
  @CsvSource({"30, 0, CONNECT_REFUSED", "0, 30, CONNECT_UNANSWERED"})
  void connectsThatFail(long refused, long unanswered, CauseKind kind) {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(refused, unanswered));
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(kind);
    assertThat(shop.first(FRONTEND).subject()).isEqualTo("shop/cart");
    assertThat(shop.ask(FRONTEND).layer()).isEqualTo(Layer.NETWORK);
  }

  @Test
  void connectionsThatAreReset() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge(
                "frontend",
                "cart",
                tcp(0, 0),
                tcp(0, 0).andThen(counts -> counts.getTcpBuilder().setReset(30)));
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(CauseKind.RESETS);
  }

  @Test
  void synsSentAgainMakeSlow() {
    TestShop shop =
        new TestShop()
            .edge("world", "frontend", http(0), http(0, 30))
            .edge(
                "frontend",
                "cart",
                tcp(0, 0),
                tcp(0, 0).andThen(counts -> counts.getTcpBuilder().setRetransmits(30)));
    assertThat(shop.first(FRONTEND_LATENCY).kind()).isEqualTo(CauseKind.RETRANSMITS);
  }

  @Test
  void theDeepestServiceThatFailsIsNamedFirst() {
    TestShop shop = failingCart().failing("cart", "stock", 30);
    Diagnosis diagnosis = shop.ask(FRONTEND);
    assertThat(diagnosis.causes().get(0).key()).isEqualTo("dependency-failing shop/stock");
    assertThat(diagnosis.causes().get(0).score().place()).isEqualTo(1);
    assertThat(diagnosis.causes().get(1).key()).isEqualTo("dependency-failing shop/cart");
    assertThat(diagnosis.causes().get(1).score().place()).isLessThan(0.5);
    assertThat(diagnosis.layer()).isEqualTo(Layer.APPLICATION);
  }

  @Test
  void aSlowDependency() {
    TestShop shop =
        new TestShop()
            .edge("world", "frontend", http(0), http(0, 40))
            .edge("frontend", "cart", http(0), http(0, 40))
            .fine("frontend", "stock");
    assertThat(shop.first(FRONTEND_LATENCY).key()).isEqualTo("dependency-slow shop/cart");
  }

  @Test
  void aProbeThatFails() {
    TestShop shop = failingCart();
    always(
        i ->
            shop.probe(
                "cart", i, i < BASELINE ? Probe.FailureClass.NONE : Probe.FailureClass.TIMEOUT));
    assertThat(shop.first(FRONTEND).key()).isEqualTo("probe-failing shop/cart");
  }

  @Test
  void aCertificateThatExpired() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge(
                "frontend",
                "cart",
                http(0),
                http(0).andThen(counts -> counts.getHttpBuilder().setRequests(70)));
    always(
        i ->
            shop.probe("cart", i, i < BASELINE ? Probe.FailureClass.NONE : Probe.FailureClass.TLS));
    Diagnosis diagnosis = shop.ask(FRONTEND);
    assertThat(diagnosis.causes().get(0).key()).isEqualTo("certificate shop/cart");
    assertThat(diagnosis.causes().get(1).kind()).isEqualTo(CauseKind.NO_REQUESTS);
    assertThat(diagnosis.layer()).isEqualTo(Layer.TLS);
  }

  @Test
  void containersThatAreKilled() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 30)
            .edge("frontend", "cart", tcp(0, 0), tcp(30, 0));
    always(i -> shop.container("cart", i, report -> report.setOomKills(i < BASELINE ? 0 : 1)));
    Diagnosis diagnosis = shop.ask(FRONTEND);
    assertThat(diagnosis.causes().get(0).key()).isEqualTo("oom-kill shop/cart");
    assertThat(diagnosis.causes().get(1).kind()).isEqualTo(CauseKind.CONNECT_REFUSED);
    assertThat(diagnosis.causes().get(1).score().place()).isLessThan(0.5);
    assertThat(diagnosis.layer()).isEqualTo(Layer.RESOURCES);
  }

  @Test
  void containersThatAreThrottled() {
    TestShop shop =
        new TestShop()
            .edge("world", "frontend", http(0), http(0, 40))
            .edge("frontend", "cart", http(0), http(0, 40));
    always(
        i ->
            shop.container(
                "cart",
                i,
                report ->
                    report
                        .getCpuBuilder()
                        .setPeriods(100)
                        .setThrottledPeriods(i < BASELINE ? 1 : 80)));
    assertThat(shop.first(FRONTEND_LATENCY).key()).isEqualTo("cpu-throttling shop/cart");
  }

  /** Nobody saw flows, so half of it is credited to the node. */
  @ParameterizedTest
  @CsvSource({"MEMORY_PRESSURE", "IO_PRESSURE", "CPU_PRESSURE", "DISK_FULL"})
  void aNodeThatIsShort(CauseKind kind) {
    TestShop shop = new TestShop().edge("world", "frontend", http(0), http(0, 40));
    incident(
        i ->
            shop.node(
                "n1",
                i,
                report -> {
                  switch (kind) {
                    case MEMORY_PRESSURE -> report.getMemoryPressureBuilder().setSomeAvg10(0.6);
                    case IO_PRESSURE -> report.getIoPressureBuilder().setSomeAvg10(0.6);
                    case CPU_PRESSURE -> report.getCpuPressureBuilder().setSomeAvg10(0.6);
                    default -> report.addDisksBuilder().setCapacityBytes(1000).setAvailableBytes(1);
                  }
                }));
    assertThat(shop.first(FRONTEND_LATENCY).kind()).isEqualTo(kind);
    assertThat(shop.first(FRONTEND_LATENCY).score().coverage()).isEqualTo(0.5);
  }

  @Test
  void anSloOnConnectsLooksAtTheWay() {
    TestShop shop = new TestShop().edge("frontend", "cart", tcp(0, 0), tcp(30, 0));
    assertThat(shop.first(Target.service("tcp-connect", peer("cart"))).kind())
        .isEqualTo(CauseKind.CONNECT_REFUSED);
  }

  @Test
  void callersThatAreHitAreCounted() {
    TestShop shop =
        new TestShop()
            .failing("web", "frontend", 30)
            .failing("app", "frontend", 30)
            .fine("batch", "frontend")
            .edge("frontend", "cart", tcp(0, 0), tcp(20, 0));
    assertThat(shop.ask(FRONTEND).callersText()).isEqualTo("2 of 3 callers");
  }
}
