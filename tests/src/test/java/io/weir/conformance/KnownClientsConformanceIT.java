package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.GetNodesRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The requests of other people's clients, and what happens live while they follow. */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownClientsConformanceIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private World world;
  private Verification verification;
  private int live;

  @BeforeAll
  void share(World shared) {
    world = shared;
    verification = new Verification(world);
  }

  /** What was sent here is there for the other suites, too. */
  @AfterAll
  void reread() {
    world.reread();
  }

  /** The newest 10,000 that concern a namespace, then what comes; its noise left out. */
  @Test
  void hubbleUiGetsTheServiceMapOfANamespaceAndItsUpdates() {
    GetFlowsRequest request = ui(FlowFilter.getDefaultInstance());
    follow(request, live("shop"), live("elsewhere"), live("shop"));
  }

  @Test
  void hubbleUiGetsDropsAndFailedRequests() {
    follow(ui(FlowFilter.newBuilder().addVerdict(Verdict.DROPPED).build()), live("shop"));
    follow(
        ui(
            FlowFilter.newBuilder()
                .addHttpStatusCode("5+")
                .addEventType(EventTypeFilter.newBuilder().setType(129))
                .build()));
  }

  /** Both ends, requests alone, and what people never want to see. */
  private static GetFlowsRequest ui(FlowFilter more) {
    FlowFilter base = more.toBuilder().addReply(false).build();
    GetFlowsRequest.Builder request =
        GetFlowsRequest.newBuilder()
            .setFollow(true)
            .setNumber(10_000)
            .addWhitelist(base.toBuilder().addSourcePod("shop/"))
            .addWhitelist(base.toBuilder().addDestinationPod("shop/"));
    for (String label : List.of("reserved:unknown", "reserved:host", "k8s:k8s-app=kube-dns")) {
      request
          .addBlacklist(FlowFilter.newBuilder().addSourceLabel(label))
          .addBlacklist(FlowFilter.newBuilder().addDestinationLabel(label));
    }
    return request
        .addBlacklist(FlowFilter.newBuilder().addSourceFqdn("*.cluster.local*"))
        .addBlacklist(FlowFilter.newBuilder().addDestinationFqdn("*.cluster.local*"))
        .build();
  }

  /** From a moment on, without end and without filters; and who the nodes are. */
  @Test
  void skyWalkingsCiliumFetcherFollowsFromAMomentOn() {
    Timestamp since = MadeEvents.time(World.MADE_FLOWS / 2);
    follow(GetFlowsRequest.newBuilder().setFollow(true).setSince(since).build(), live("shop"));

    assertThat(world.client().stub().getNodes(GetNodesRequest.getDefaultInstance()).getNodesList())
        .isNotEmpty()
        .allSatisfy(node -> assertThat(node.getName()).isNotEmpty());
  }

  @Test
  void lastNThenWhatArrives() {
    follow(GetFlowsRequest.newBuilder().setFollow(true).setNumber(7).build(), live("shop"));
  }

  /** Nothing of the past; the first that is later than the end closes the stream. */
  @Test
  void onlyWhatArrivesFromNowOnAndUntilTheEnd() {
    Flow last = live("shop");
    Flow later = live("shop");
    GetFlowsRequest request =
        GetFlowsRequest.newBuilder().setFollow(true).setUntil(last.getTime()).build();
    List<Flow> seen =
        world
            .client()
            .during(
                request,
                LIMIT,
                answers -> {
                  // Sent again and again, since nobody is told when following has begun.
                  Thread sender = new Thread(() -> repeat(last, later));
                  sender.start();
                  List<Flow> flows = flows(answers, Integer.MAX_VALUE);
                  sender.join();
                  return flows;
                });
    assertThat(seen).isNotEmpty().containsOnly(last);
  }

  private void repeat(Flow last, Flow later) {
    try {
      for (int i = 0; i < 10; i++) {
        world.send(last);
        Thread.sleep(100);
      }
      world.send(later);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The past as the same question without follow gives it, then of {@code arriving} what fits. */
  private void follow(GetFlowsRequest request, Flow... arriving) {
    int past = AnswerMeaning.of(request, world.reread()).size();
    List<Flow> fitting =
        List.of(arriving).stream()
            .filter(
                flow ->
                    FilterMeaning.passes(
                        request.getWhitelistList(), request.getBlacklistList(), flow))
            .toList();
    world
        .client()
        .during(
            request,
            LIMIT,
            answers -> {
              List<GetFlowsResponse> first = new ArrayList<>();
              while (first.size() < past) {
                first.add(answers.next());
              }
              verification.same(request, first, world.events(), request.toString());
              for (Flow flow : arriving) {
                world.send(flow);
              }
              assertThat(flows(answers, fitting.size())).isEqualTo(fitting);
              return null;
            });
  }

  private static List<Flow> flows(Iterator<GetFlowsResponse> answers, int count) {
    List<Flow> flows = new ArrayList<>();
    while (flows.size() < count && answers.hasNext()) {
      flows.add(answers.next().getFlow());
    }
    return flows;
  }

  /** A request to the namespace, later than everything before. */
  private Flow live(String namespace) {
    Flow.Builder flow = Flow.newBuilder();
    flow.getDestinationBuilder().setNamespace(namespace).setPodName("cart-0");
    flow.getIsReplyBuilder().setValue(false);
    return flow.setUuid("live-" + live)
        .setVerdict(Verdict.DROPPED)
        .setNodeName("prod/n1")
        .setTime(Timestamps.add(MadeEvents.time(World.MADE_FLOWS), seconds(3_600 + live++)))
        .build();
  }

  private static com.google.protobuf.Duration seconds(long seconds) {
    return com.google.protobuf.util.Durations.fromSeconds(seconds);
  }
}
