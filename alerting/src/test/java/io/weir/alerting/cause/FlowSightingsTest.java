package io.weir.alerting.cause;

import static io.weir.alerting.cause.TestShop.BASELINE;
import static io.weir.alerting.cause.TestShop.FRONTEND;
import static io.weir.alerting.cause.TestShop.FRONTEND_LATENCY;
import static io.weir.alerting.cause.TestShop.WINDOWS;
import static io.weir.alerting.cause.TestShop.WINDOW_NS;
import static io.weir.alerting.cause.TestShop.http;
import static io.weir.alerting.cause.TestShop.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What only flows tell. */
class FlowSightingsTest {
  private static final Duration FAST = Duration.ofMillis(5);
  private static final Duration SLOW = Duration.ofSeconds(2);

  /** A pod answers ten times in a window. */
  private static void answers(
      TestShop shop, String pod, String version, String node, int window, int bad, boolean slow) {
    for (int i = 0; i < 10; i++) {
      boolean isBad = i < bad;
      shop.flows.add(
          TestFlows.response(
              pod,
              version,
              node,
              window * WINDOW_NS + i,
              isBad && !slow ? 500 : 200,
              isBad && slow ? SLOW : FAST));
    }
  }

  @Test
  void aNewVersionThatFails() {
    TestShop shop = new TestShop().failing("world", "frontend", 30).failing("frontend", "cart", 30);
    for (int i = 0; i < WINDOWS; i++) {
      boolean old = i < BASELINE;
      answers(shop, old ? "cart-1" : "cart-2", old ? "v1" : "v2", "n1", i, old ? 0 : 5, false);
    }
    Cause cause = shop.first(FRONTEND);
    assertThat(cause.key()).isEqualTo("recent-change shop/cart");
    assertThat(cause.sentence()).contains("version v2").contains("50 %");
  }

  @Test
  void aNewVersionThatIsWellIsNoCause() {
    TestShop shop = new TestShop().failing("world", "frontend", 30).failing("frontend", "cart", 30);
    for (int i = 0; i < WINDOWS; i++) {
      boolean old = i < BASELINE;
      answers(shop, old ? "cart-1" : "cart-2", old ? "v1" : "v2", "n1", i, 0, false);
    }
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(CauseKind.DEPENDENCY_FAILING);
    assertThat(shop.ask(FRONTEND).causes()).hasSize(1);
  }

  @Test
  void oneReplicaOfThree() {
    TestShop shop = new TestShop().failing("world", "frontend", 30);
    for (int i = 0; i < WINDOWS; i++) {
      answers(shop, "frontend-1", "v1", "n1", i, i < BASELINE ? 0 : 9, false);
      answers(shop, "frontend-2", "v1", "n2", i, 0, false);
      answers(shop, "frontend-3", "v1", "n3", i, 0, false);
    }
    Cause cause = shop.first(FRONTEND);
    assertThat(cause.key()).isEqualTo("one-replica shop/frontend-1");
    assertThat(cause.score().specificity()).isEqualTo(1);
  }

  @Test
  void aNodeUnderPressureWhosePodsAreSlow() {
    TestShop shop = new TestShop().edge("world", "frontend", http(0), http(0, 30));
    for (int i = 0; i < WINDOWS; i++) {
      answers(shop, "frontend-1", "v1", "n1", i, i < BASELINE ? 0 : 9, true);
      answers(shop, "frontend-2", "v1", "n2", i, 0, true);
      if (i >= BASELINE) {
        shop.node("n1", i, report -> report.getMemoryPressureBuilder().setSomeAvg10(0.6));
        // As short of memory, and none of its pods is slow.
        shop.node("n2", i, report -> report.getMemoryPressureBuilder().setSomeAvg10(0.6));
      }
    }
    Diagnosis diagnosis = shop.ask(FRONTEND_LATENCY);
    assertThat(diagnosis.causes().get(0).key()).isEqualTo("memory-pressure n1");
    assertThat(diagnosis.causes()).noneMatch(cause -> cause.subject().equals("n2"));
  }

  /** Ten SYNs in a window, of which some do not arrive. */
  private static void syns(TestShop shop, String client, String server, int window, int lost) {
    for (int i = 0; i < 10; i++) {
      long ns = window * WINDOW_NS + i;
      shop.flows.add(TestFlows.packet(client, server, true, "n1", ns, i, TestFlows.SYN));
      if (i >= lost) {
        shop.flows.add(TestFlows.packet(client, server, false, "n2", ns, i, TestFlows.SYN));
      }
    }
  }

  private static TestShop lossy() {
    TestShop shop =
        new TestShop()
            .failing("world", "frontend", 4)
            .edge("frontend", "cart", tcp(0, 0), tcp(0, 4));
    for (int i = 0; i < WINDOWS; i++) {
      syns(shop, "frontend-1", "cart-1", i, i < BASELINE ? 0 : 4);
    }
    return shop;
  }

  @Test
  void packetsLostBetweenNodes() {
    Cause cause = lossy().first(FRONTEND);
    assertThat(cause.key()).isEqualTo("node-path-loss n1 to n2");
    assertThat(cause.evidence().get(0).count()).isEqualTo(12);
    assertThat(cause.evidence().get(0).total()).isEqualTo(30);
  }

  @Test
  void whatANodeDidNotReportIsNotLostOnTheWay() {
    TestShop shop = lossy();
    shop.flows.add(
        FlowEvent.newBuilder()
            .setHeader(EventHeader.newBuilder().setNode("n2"))
            .setLoss(
                Loss.newBuilder()
                    .setCount(9)
                    .setFirstNs(BASELINE * WINDOW_NS)
                    .setLastNs(WINDOWS * WINDOW_NS))
            .build());
    assertThat(shop.first(FRONTEND).kind()).isEqualTo(CauseKind.CONNECT_UNANSWERED);
  }

  /** A database whose protocol nobody understands: its connections last longer. */
  @Test
  void aSlowServerWithoutAProxy() {
    assertThat(slowDatabase(flows -> {}).first(FRONTEND_LATENCY).key())
        .isEqualTo("dependency-slow shop/db");
  }

  /** The archive is read from its newest flow on, so the end of a connection comes first. */
  @Test
  void aSlowServerWhoseFlowsComeInAnyOrder() {
    assertThat(slowDatabase(Collections::reverse).first(FRONTEND_LATENCY).key())
        .isEqualTo("dependency-slow shop/db");
    assertThat(
            slowDatabase(flows -> Collections.shuffle(flows, new Random(1))).ask(FRONTEND_LATENCY))
        .isEqualTo(slowDatabase(flows -> {}).ask(FRONTEND_LATENCY));
  }

  private static TestShop slowDatabase(Consumer<List<FlowEvent>> order) {
    List<FlowEvent> flows = new ArrayList<>();
    TestShop shop =
        new TestShop()
            .edge("world", "frontend", http(0), http(0, 8))
            .edge("frontend", "db", tcp(0, 0), tcp(0, 0));
    for (int i = 0; i < WINDOWS; i++) {
      for (int n = 0; n < 10; n++) {
        long ns = i * WINDOW_NS + n;
        long took = (i < BASELINE || n > 7 ? FAST : SLOW).toNanos();
        flows.add(TestFlows.packet("frontend-1", "db-1", true, "n1", ns, n, TestFlows.SYN));
        flows.add(TestFlows.packet("frontend-1", "db-1", false, "n2", ns, n, TestFlows.SYN));
        flows.add(TestFlows.packet("frontend-1", "db-1", true, "n1", ns + took, n, TestFlows.FIN));
      }
    }
    order.accept(flows);
    flows.forEach(shop.flows::add);
    return shop;
  }

  @Test
  void podsAreWhatTheirOwnNodeSays() {
    TestShop shop = new TestShop();
    shop.flows.add(TestFlows.packet("a-1", "b-1", true, "n1", 5, 9, TestFlows.SYN));
    shop.flows.add(TestFlows.packet("a-1", "b-1", false, "n2", 7, 9, TestFlows.SYN));
    List<Instance> pods = shop.flows.done().instances();
    assertThat(pods).extracting(Instance::pod).containsExactly("shop/a-1", "shop/b-1");
    assertThat(pods).extracting(Instance::node).containsExactly("n1", "n2");
    assertThat(pods).extracting(Instance::firstNs).containsExactly(5L, 7L);
  }
}
