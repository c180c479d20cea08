package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static io.weir.relay.observe.TestEvents.loss;
import static io.weir.relay.observe.TestEvents.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.CountFlowsResponse;
import io.weir.query.v1.Counts;
import io.weir.query.v1.Group;
import io.weir.query.v1.PartitionEnd;
import io.weir.query.v1.ReadEventsRequest;
import io.weir.query.v1.StoredEvent;
import io.weir.storage.FlowCursor;
import io.weir.storage.FlowQuery;
import io.weir.storage.FlowStore;
import io.weir.storage.Progress;
import io.weir.storage.StoredFlow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class QueryServiceTest {
  private static final String[] PODS = {"cart-0", "cart-1", "web-0", "db-0"};
  private static final List<String> BY = List.of("source.pod_name", "verdict");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ObserveMetrics metrics = new ObserveMetrics(registry);
  private final FakeFlowStore store = new FakeFlowStore();
  private final Ring ring = new Ring(1_000, Long.MAX_VALUE);
  private final Seam seam = seam(store);

  private Seam seam(FlowStore archive) {
    return new Seam(archive, ring, limit -> true, ObserveConfig.DEFAULT, metrics);
  }

  private QueryService service(FlowStore archive, int groupsMax) {
    StreamLimits limits = new StreamLimits(2, 2, 0, groupsMax, 1);
    StreamRunner here = new StreamRunner(limits, metrics, Runnable::run);
    return new QueryService(archive, seam(archive), ring, limits, here, List::of, metrics);
  }

  private FakeCall<CountFlowsResponse> ask(CountFlowsRequest request) {
    FakeCall<CountFlowsResponse> call = new FakeCall<>();
    service(store, 100).countFlows(request, call);
    return call;
  }

  private Counts counts(CountFlowsRequest.Builder request) {
    FakeCall<CountFlowsResponse> call = ask(request.build());
    assertThat(call.end()).contains(Status.OK);
    List<CountFlowsResponse> results =
        call.sent().stream().filter(CountFlowsResponse::hasCounts).toList();
    assertThat(results).as("one result, and it is last").hasSize(1);
    assertThat(call.sent().get(call.sent().size() - 1)).isEqualTo(results.get(0));
    assertThat(store.openCursors()).isZero();
    return results.get(0).getCounts();
  }

  private static CountFlowsRequest.Builder count(GetFlowsRequest.Builder flows) {
    return CountFlowsRequest.newBuilder().setFlows(flows);
  }

  private static GetFlowsRequest.Builder flows() {
    return GetFlowsRequest.newBuilder();
  }

  private static Timestamp at(long second) {
    return Timestamp.newBuilder().setSeconds(second).build();
  }

  /** Half of them archived, half in the ring only. */
  private void fill(Random random, int events) {
    int archived = random.nextInt(events + 1);
    ring.open(0, archived);
    for (int i = 0; i < events; i++) {
      long second = random.nextInt(30);
      FlowEvent event =
          random.nextInt(8) == 0 ? loss(i + 1, second, 1 + i) : anyFlow(random, i + 1, second);
      if (i < archived) {
        store.archive(stored(0, i, event));
      } else {
        ring.add(stored(0, i, event), 1);
      }
    }
  }

  private static FlowEvent anyFlow(Random random, int seq, long second) {
    FlowEvent.Builder event = flow(seq, second, PODS[random.nextInt(PODS.length)]).toBuilder();
    event.getFlowBuilder().setVerdict(random.nextBoolean() ? Verdict.DROPPED : Verdict.FORWARDED);
    return event.build();
  }

  private static GetFlowsRequest.Builder anyRequest(Random random) {
    GetFlowsRequest.Builder request = flows().setNumber(random.nextInt(3) * 4L);
    request.setFirst(random.nextBoolean());
    if (random.nextInt(3) == 0) {
      request.setSince(at(random.nextInt(30)));
    }
    if (random.nextInt(3) == 0) {
      request.setUntil(at(random.nextInt(30)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.addWhitelist(anyFilter(random));
    }
    for (int i = random.nextInt(2); i > 0; i--) {
      request.addBlacklist(anyFilter(random));
    }
    return request;
  }

  private static FlowFilter anyFilter(Random random) {
    FlowFilter.Builder filter = FlowFilter.newBuilder();
    if (random.nextBoolean()) {
      filter.addSourcePod("shop/" + PODS[random.nextInt(PODS.length)]);
    }
    if (random.nextBoolean()) {
      filter.addVerdict(random.nextBoolean() ? Verdict.DROPPED : Verdict.AUDIT);
    }
    return filter.build();
  }

  private List<GetFlowsResponse> getFlows(GetFlowsRequest request) throws Exception {
    ListSink sink = new ListSink();
    new FlowsQuery(
            FlowsPlan.of(request), store, seam, ring, 3, "weir-relay", metrics, sink, new Tally())
        .run();
    return sink.sent();
  }

  /** Counting on the server equals fetching all and counting here. */
  @RepeatedTest(200)
  void countsWhatGetFlowsWouldSend(RepetitionInfo repetition) throws Exception {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    fill(random, random.nextInt(60));
    for (int i = 0; i < 5; i++) {
      GetFlowsRequest.Builder request = anyRequest(random);
      List<GetFlowsResponse> answers = getFlows(request.build());

      Counts counts = counts(count(request).addAllBy(BY));

      String described = "seed %d: %s".formatted(seed, request);
      assertThat(counts.getGroupsList()).as(described).isEqualTo(byHand(answers));
      assertThat(counts.getFlows())
          .as(described)
          .isEqualTo(answers.stream().filter(GetFlowsResponse::hasFlow).count())
          .isEqualTo(counts.getExplanation().getFlowsMatched());
      assertThat(counts.getExplanation().getEventsMissing())
          .as(described)
          .isEqualTo(
              answers.stream()
                  .mapToLong(answer -> answer.getLostEvents().getNumEventsLost())
                  .sum());
    }
  }

  private static List<Group> byHand(List<GetFlowsResponse> answers) {
    Map<String, List<GetFlowsResponse>> groups =
        answers.stream()
            .filter(GetFlowsResponse::hasFlow)
            .collect(
                Collectors.groupingBy(
                    answer ->
                        answer.getFlow().getSource().getPodName()
                            + " "
                            + answer.getFlow().getVerdict(),
                    TreeMap::new,
                    Collectors.toList()));
    return groups.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<String, List<GetFlowsResponse>> group) -> -group.getValue().size()))
        .map(
            group ->
                Group.newBuilder()
                    .addAllValues(List.of(group.getKey().split(" ")))
                    .setFlows(group.getValue().size())
                    .setFirstNs(times(group.getValue()).min().orElseThrow())
                    .setLastNs(times(group.getValue()).max().orElseThrow())
                    .build())
        .toList();
  }

  private static java.util.stream.LongStream times(List<GetFlowsResponse> answers) {
    return answers.stream().mapToLong(answer -> answer.getTime().getSeconds() * 1_000_000_000L);
  }

  @Test
  void numberCountsTheLastFlows_lossesAmongThemAreTold() {
    ring.open(0, 3);
    store.archive(stored(0, 0, flow(1, 10)));
    store.archive(stored(0, 1, flow(2, 20)));
    store.archive(stored(0, 2, loss(3, 30, 7)));
    ring.add(stored(0, 3, flow(4, 40)), 1);

    Counts counts = counts(count(flows().setNumber(2)));

    assertThat(counts.getFlows()).isEqualTo(2);
    assertThat(counts.getGroups(0).getFirstNs()).isEqualTo(20_000_000_000L);
    assertThat(counts.getExplanation().getEventsMissing()).isEqualTo(7);
    assertThat(counts.getExplanation().getEventsLive()).isEqualTo(1);
    assertThat(counts(count(flows().setNumber(1))).getExplanation().getEventsMissing()).isZero();
  }

  @Test
  void topAndTheLimitOfGroupsLeaveTheRestToOthers() {
    for (int i = 0; i < 6; i++) {
      store.archive(stored(0, i, flow(i + 1, i, "pod-" + i / 2)));
    }
    FakeCall<CountFlowsResponse> call = new FakeCall<>();
    service(store, 2).countFlows(count(flows()).addBy("source.pod_name").setTop(1).build(), call);

    Counts counts = call.sent().get(0).getCounts();

    assertThat(counts.getGroupsList()).extracting(g -> g.getValues(0)).containsExactly("pod-0");
    assertThat(counts.getOtherGroups()).isEqualTo(1);
    assertThat(counts.getOtherFlows()).isEqualTo(4);
    assertThat(counts.getOverflowFlows()).isEqualTo(2);
    assertThat(Metric.value(registry, "count_overflow_flows", "")).isEqualTo(2);
  }

  @Test
  void theMaskIsIgnored() {
    store.archive(stored(0, 0, flow(1, 10)));
    FieldMask mask = FieldMask.newBuilder().addPaths("uuid").build();
    Counts counts = counts(count(flows().setFieldMask(mask)).addBy("source.pod_name"));
    assertThat(counts.getGroups(0).getValuesList()).containsExactly("cart-0");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheReason() {
    assertThat(refusal(count(flows().setFollow(true))))
        .isEqualTo("flows.follow: true (expected: a count has an end)");
    assertThat(refusal(count(flows()).setTop(-1)))
        .isEqualTo("top: 4294967295 (expected: at most 2147483647)");
    assertThat(refusal(count(flows()).addBy("source.pod")))
        .startsWith("invalid field \"source.pod\" (by[0]): no \"pod\" in flow.Endpoint");
    assertThat(refusal(count(flows().addWhitelist(FlowFilter.newBuilder().addSourcePod("")))))
        .startsWith("invalid source pod filter \"\" (whitelist[0].source_pod[0])");
    CountFlowsRequest.Builder many = count(flows());
    for (int i = 0; i < 9; i++) {
      many.addBy("verdict");
    }
    assertThat(refusal(many)).isEqualTo("by: 9 fields (expected: at most 8)");
    assertThat(Metric.value(registry, "limited", "count_fields")).isEqualTo(1);
    assertThat(Metric.value(registry, "queries", "invalid")).isEqualTo(5);
    assertThat(Metric.value(registry, "streams", "")).isZero();
  }

  private String refusal(CountFlowsRequest.Builder request) {
    Status status = ask(request.build()).end().orElseThrow();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return status.getDescription();
  }

  /** An archive whose flows have no end. */
  private static final class EndlessStore implements FlowStore, FlowCursor {
    final Consumer<Integer> beforeEach;
    int read;
    boolean closed;

    EndlessStore(Consumer<Integer> beforeEach) {
      this.beforeEach = beforeEach;
    }

    @Override
    public Progress progress() {
      return Progress.NONE;
    }

    @Override
    public FlowCursor scan(FlowQuery query) {
      return this;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public StoredFlow next() {
      beforeEach.accept(read);
      read++;
      return stored(0, read, flow(read, read));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Whether or not anything matches: for someone who left no more work is done. */
  @Test
  void aClientThatLeavesEndsTheReading() {
    for (FlowFilter filter : List.of(FlowFilter.getDefaultInstance(), nobody())) {
      FakeCall<CountFlowsResponse> call = new FakeCall<>();
      EndlessStore endless =
          new EndlessStore(
              read -> {
                if (read == 5_000) {
                  call.cancel();
                }
              });

      service(endless, 10).countFlows(count(flows().addWhitelist(filter)).build(), call);

      assertThat(endless.closed).isTrue();
      assertThat(endless.read).isBetween(5_000, 5_000 + Past.LOOK_EVERY);
      assertThat(call.end()).isEmpty();
      assertThat(call.sent()).noneMatch(CountFlowsResponse::hasCounts);
      assertThat(Metric.value(registry, "streams", "")).isZero();
    }
  }

  private static FlowFilter nobody() {
    return FlowFilter.newBuilder().addSourcePod("nobody/").build();
  }

  /** Half a second passes while nothing matches; the client hears how far the reading is. */
  @Test
  void progressIsToldWhileItReads_evenIfNothingMatches() {
    FakeCall<CountFlowsResponse> call = new FakeCall<>();
    EndlessStore endless =
        new EndlessStore(
            read -> {
              if (!call.sent().isEmpty()) {
                call.cancel();
              }
            });

    service(endless, 10).countFlows(count(flows().addWhitelist(nobody())).build(), call);

    var progress = call.sent().get(0).getProgress();
    assertThat(progress.getEventsRead()).isPositive();
    assertThat(progress.getEventsRead() % Past.LOOK_EVERY).isZero();
    assertThat(progress.getFlowsMatched()).isZero();
    assertThat(progress.getReachedNs()).isEqualTo(progress.getEventsRead() * 1_000_000_000L);
  }

  private FakeCall<StoredEvent> read(ReadEventsRequest.Builder request) {
    FakeCall<StoredEvent> call = new FakeCall<>();
    service(store, 100).readEvents(request.build(), call);
    assertThat(store.openCursors()).isZero();
    return call;
  }

  private static PartitionEnd before(int partition, long offset) {
    return PartitionEnd.newBuilder().setPartition(partition).setOffset(offset).build();
  }

  /** A replay reads Kafka from these offsets on: an event more or less would count wrongly. */
  @Test
  void readsWholeEventsUpToTheOffsetsExactly() {
    StoredFlow first = stored(0, 5, flow(1, 100));
    StoredFlow second = stored(1, 2, flow(2, 200));
    StoredFlow third = stored(0, 6, flow(3, 300));
    List.of(first, second, third, stored(0, 7, flow(4, 150)), stored(2, 0, flow(5, 160)))
        .forEach(store::archive);
    FakeCall<StoredEvent> call =
        read(ReadEventsRequest.newBuilder().addBefore(before(0, 7)).addBefore(before(1, 3)));
    assertThat(call.end()).contains(Status.OK);
    assertThat(call.sent()).extracting(StoredEvent::getOffset).containsExactly(5L, 2L, 6L);
    assertThat(call.sent())
        .extracting(StoredEvent::getEvent)
        .containsExactly(first.event(), second.event(), third.event());
  }

  @Test
  void readsNoEventsThatTheArchiverHasYetToBring() {
    store.archive(stored(0, 5, flow(1, 100)));
    FakeCall<StoredEvent> call = read(ReadEventsRequest.newBuilder().addBefore(before(0, 9)));
    assertThat(call.end().orElseThrow().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(call.end().orElseThrow().getDescription())
        .contains("partition 0 up to offset 6", "expected: 9");
    assertThat(call.sent()).isEmpty();
  }

  @Test
  void refusesToReadEventsWithoutAnEnd() {
    FakeCall<StoredEvent> none = read(ReadEventsRequest.newBuilder());
    assertThat(none.end().orElseThrow().getDescription()).startsWith("before: empty");
    FakeCall<StoredEvent> twice =
        read(ReadEventsRequest.newBuilder().addBefore(before(0, 1)).addBefore(before(0, 2)));
    assertThat(twice.end().orElseThrow().getDescription()).startsWith("before: partition 0 twice");
  }
}
