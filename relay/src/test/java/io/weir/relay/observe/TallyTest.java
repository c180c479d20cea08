package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.loss;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.FlowEvent;
import io.weir.event.v1.Loss;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.LostEvent;
import io.weir.hubble.flow.LostEventSource;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.Missing;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long SECOND = 1_000_000_000L;

  private final Tally tally = new Tally();

  private Explanation explain() {
    return tally.explain(GetFlowsRequest.getDefaultInstance());
  }

  private static FlowEvent lossAt(String node, long second, Loss.Builder loss) {
    FlowEvent.Builder event = loss(1, second, 0).toBuilder().setLoss(loss);
    event.getHeaderBuilder().setNode(node);
    return event.build();
  }

  @Test
  void countsWhatWasReadAndWhatMatched() {
    tally.readLive(3);
    tally.readArchived(stored(0, 0, flow(1, 10)));
    tally.readArchived(stored(0, 1, flow(2, 20)));
    tally.answered(stored(0, 1, flow(2, 20)));

    assertThat(tally.reachedNs()).isEqualTo(20 * SECOND);
    Explanation explanation = explain();
    assertThat(explanation.getEventsRead()).isEqualTo(5);
    assertThat(explanation.getEventsLive()).isEqualTo(3);
    assertThat(explanation.getFlowsMatched()).isEqualTo(1);
    assertThat(explanation.getMissingList()).isEmpty();
    assertThat(explanation.getElapsedNs()).isPositive();
  }

  @Test
  void lossesAreAddedUpByPlace() {
    Loss.Builder full = Loss.newBuilder().setStage("spool").setReason("full");
    tally.answered(
        stored(0, 0, lossAt("n1", 50, full.clone().setCount(3).setFirstNs(10).setLastNs(20))));
    tally.answered(stored(0, 1, lossAt("n1", 5, full.clone().setCount(4))));
    tally.answered(stored(0, 2, lossAt("n2", 9, full.clone().setCount(5))));
    LostEvent upstream =
        LostEvent.newBuilder()
            .setSource(LostEventSource.PERF_EVENT_RING_BUFFER)
            .setNumEventsLost(100)
            .build();
    tally.answered(
        stored(0, 3, lossAt("n1", 9, Loss.newBuilder().setCount(1).setHubble(upstream))));

    Explanation explanation = explain();

    assertThat(explanation.getEventsMissing()).isEqualTo(3 + 4 + 5 + 100);
    assertThat(explanation.getFlowsMatched()).isZero();
    assertThat(explanation.getMissingList())
        .containsExactly(
            missing("n1", "spool", "full", 7, 10, 5 * SECOND),
            missing("n2", "spool", "full", 5, 9 * SECOND, 9 * SECOND),
            missing("n1", "hubble", "PERF_EVENT_RING_BUFFER", 100, 9 * SECOND, 9 * SECOND));
  }

  private static Missing missing(
      String node, String stage, String reason, long events, long firstNs, long lastNs) {
    return Missing.newBuilder()
        .setNode(node)
        .setStage(stage)
        .setReason(reason)
        .setEvents(events)
        .setFirstNs(firstNs)
        .setLastNs(lastNs)
        .build();
  }

  @Test
  void morePlacesThanAreToldApartAreAddedUp() {
    for (int i = 0; i < 150; i++) {
      tally.answered(stored(0, i, lossAt("n" + i, 1, Loss.newBuilder().setCount(2))));
    }
    Explanation explanation = explain();
    assertThat(explanation.getMissingCount()).isEqualTo(101);
    assertThat(explanation.getMissing(100).getNode()).isEqualTo("other");
    assertThat(explanation.getMissing(100).getEvents()).isEqualTo(100);
    assertThat(explanation.getEventsMissing()).isEqualTo(300);
  }

  @Test
  void saysWhatTheStoreWasAskedAndWhatWasEvaluated() {
    GetFlowsRequest request =
        GetFlowsRequest.newBuilder()
            .addWhitelist(
                FlowFilter.newBuilder()
                    .addSourcePod("shop/cart")
                    .addVerdict(Verdict.DROPPED)
                    .addReply(true))
            .addBlacklist(FlowFilter.newBuilder().addSourceFqdn("*.example.com"))
            .build();

    Explanation explanation = tally.explain(request);

    assertThat(explanation.getPushedDownList())
        .containsExactly(
            "whitelist[0]: source_namespace = shop and source_pod starts with cart and verdict = DROPPED");
    assertThat(explanation.getEvaluatedList())
        .containsExactly(
            "whitelist[0]: source_pod: \"shop/cart\" verdict: DROPPED reply: true",
            "blacklist[0]: source_fqdn: \"*.example.com\"");
  }

  @Test
  void aTrailerIsTheExplanationWhileThatIsSmall() {
    tally.answered(stored(0, 0, loss(1, 1, 7)));
    Explanation whole = explain();
    assertThat(ExplanationTrailer.fit(whole)).isEqualTo(whole);
  }

  /** gRPC's clients end the whole call when metadata are too long. */
  @Test
  void aTrailerIsCutToWhatClientsTake_numbersStay() {
    GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
    for (int i = 0; i < 200; i++) {
      request.addWhitelist(FlowFilter.newBuilder().addSourcePod("shop/ü" + "x".repeat(i)));
      tally.answered(stored(0, i, lossAt("node-" + i, 1, Loss.newBuilder().setCount(i + 1))));
    }
    Explanation whole = tally.explain(request.build());
    assertThat(whole.getSerializedSize()).isGreaterThan(20_000);

    Explanation cut = ExplanationTrailer.fit(whole);

    assertThat(cut.getSerializedSize()).isLessThanOrEqualTo(ExplanationTrailer.BYTES_MAX);
    assertThat(cut.getEventsMissing()).isEqualTo(200 * 201 / 2);
    int shown = cut.getEvaluatedCount() - 1;
    assertThat(shown).isPositive();
    assertThat(cut.getEvaluatedList().subList(0, shown))
        .isEqualTo(whole.getEvaluatedList().subList(0, shown));
    assertThat(cut.getEvaluated(shown)).isEqualTo("… and " + (200 - shown) + " more");
    assertThat(cut.getMissing(0).getNode()).as("largest first").isEqualTo("other");
    assertThat(cut.getMissingCount()).isGreaterThan(10);
  }
}
