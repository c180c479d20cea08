package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.hubble.observer.Node;
import io.weir.hubble.peer.ChangeNotification;
import io.weir.hubble.peer.NotifyRequest;
import io.weir.hubble.relay.NodeState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PeerServiceTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PeerService peers = new PeerService(2, new ObserveMetrics(registry));

  private static Node node(String name, NodeState state) {
    return Node.newBuilder().setName(name).setState(state).build();
  }

  private void nodes(String... names) {
    peers.changed(Stream.of(names).map(name -> node(name, NodeState.NODE_CONNECTED)).toList());
  }

  private FakeCall<ChangeNotification> watch() {
    FakeCall<ChangeNotification> watcher = new FakeCall<>();
    Context.current()
        .withValue(CallContext.SERVER, "192.0.2.7:4245")
        .run(() -> peers.notify(NotifyRequest.getDefaultInstance(), watcher));
    return watcher;
  }

  private static List<String> told(FakeCall<ChangeNotification> watcher) {
    return watcher.sent().stream().map(note -> note.getType() + " " + note.getName()).toList();
  }

  @Test
  void aWatcherFirstHearsOfAllNodes_underOurAddress() {
    nodes("prod/n1", "default/n2", "n3");

    FakeCall<ChangeNotification> watcher = watch();

    assertThat(told(watcher))
        .as("Hubble leaves out the cluster named default")
        .containsExactly("PEER_ADDED prod/n1", "PEER_ADDED n2", "PEER_ADDED n3");
    assertThat(watcher.sent())
        .extracting(ChangeNotification::getAddress)
        .containsOnly("192.0.2.7:4245");
    assertThat(watcher.sent()).noneMatch(ChangeNotification::hasTls);
    assertThat(watcher.end()).isEmpty();
  }

  @Test
  void changesAreTold_eachOnce() {
    nodes("n1", "n2");
    FakeCall<ChangeNotification> watcher = watch();

    nodes("n2", "n3");
    nodes("n2", "n3");

    assertThat(told(watcher))
        .containsExactly("PEER_ADDED n1", "PEER_ADDED n2", "PEER_DELETED n1", "PEER_ADDED n3");
  }

  /**
   * A node out of reach is still a peer; one that is gone is none. All have one address, and
   * SkyWalking forgets an address with the first node that is deleted there: it is told that there
   * is still one.
   */
  @Test
  void onlyWhatIsGoneIsDeleted_andTheAddressIsNotForgottenWithIt() {
    nodes("n1", "n2");
    FakeCall<ChangeNotification> watcher = watch();

    peers.changed(List.of(node("n1", NodeState.NODE_UNAVAILABLE), node("n2", NodeState.NODE_GONE)));

    assertThat(told(watcher))
        .containsExactly("PEER_ADDED n1", "PEER_ADDED n2", "PEER_DELETED n2", "PEER_UPDATED n1");
  }

  @Test
  void aWatcherThatDoesNotReadIsEnded_othersGoOn() {
    FakeCall<ChangeNotification> stalled = watch();
    FakeCall<ChangeNotification> reads = watch();
    stalled.ready(false);

    nodes("n1");
    nodes("n1", "n2");

    assertThat(stalled.end().orElseThrow().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(stalled.end().orElseThrow().getDescription()).contains("did not read");
    assertThat(told(reads)).containsExactly("PEER_ADDED n1", "PEER_ADDED n2");
    assertThat(watch().end()).as("its room is free").isEmpty();
  }

  @Test
  void nothingToTellEndsNobody() {
    nodes("n1");
    FakeCall<ChangeNotification> stalled = watch();
    stalled.ready(false);

    nodes("n1");

    assertThat(stalled.end()).isEmpty();
  }

  @Test
  void moreWatchersThanAllowedAreRefused_untilOneLeaves() {
    FakeCall<ChangeNotification> first = watch();
    watch();

    FakeCall<ChangeNotification> third = watch();

    assertThat(third.end().orElseThrow().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(third.end().orElseThrow().getDescription())
        .isEqualTo("2 watchers already (expected: at most observe.streams.watchers-max=2)");
    assertThat(Metric.value(registry, "limited", "watchers")).isEqualTo(1);
    first.cancel();
    assertThat(watch().end()).isEmpty();
  }

  @Test
  void aWatcherThatLeftIsToldNothing() {
    FakeCall<ChangeNotification> watcher = watch();
    watcher.cancel();
    nodes("n1");
    assertThat(watcher.sent()).isEmpty();
  }

  @Test
  void stoppingEndsAll() {
    FakeCall<ChangeNotification> one = watch();
    FakeCall<ChangeNotification> gone = watch();
    gone.cancel();

    peers.close();
    peers.close();

    assertThat(one.end().orElseThrow().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(gone.end()).isEmpty();
  }
}
