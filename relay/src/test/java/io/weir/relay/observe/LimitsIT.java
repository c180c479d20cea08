package io.weir.relay.observe;

import static io.weir.relay.observe.TestEvents.flow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.weir.cel.CelLimits;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.observer.GetAgentEventsRequest;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.query.v1.CountFlowsRequest;
import io.weir.query.v1.Explanation;
import io.weir.query.v1.QueryGrpc;
import io.weir.relay.observe.filter.FilterLimits;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit on what one may ask is named in the answer and counted, over a connection. */
class LimitsIT {
  /** One case: what exceeds {@code limit}, by just one. */
  record TooMuch(String limit, GetFlowsRequest request, String said) {
    @Override
    public String toString() {
      return limit;
    }
  }

  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(100, new StreamLimits(2, 2, 0, 100, 1));
    server.archived(flow(1, 10));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static GetFlowsRequest white(FlowFilter.Builder filter) {
    return GetFlowsRequest.newBuilder().addWhitelist(filter).build();
  }

  private static FlowFilter.Builder cel(String expression) {
    return FlowFilter.newBuilder()
        .setExperimental(FlowFilter.Experimental.newBuilder().addCelExpression(expression));
  }

  private static FlowFilter.Builder filter() {
    return FlowFilter.newBuilder();
  }

  static Stream<TooMuch> tooMuch() {
    String comprehension = "_flow.source.labels.exists(l, l == 'a')";
    return Stream.of(
        new TooMuch(
            "request_bytes",
            white(filter().addAllSourcePod(Collections.nCopies(300, "x".repeat(4_000)))),
            "bytes (expected: at most 1048576)"),
        new TooMuch(
            "filters",
            GetFlowsRequest.newBuilder()
                .addAllBlacklist(
                    Collections.nCopies(
                        FilterLimits.FILTERS_MAX + 1, FlowFilter.getDefaultInstance()))
                .build(),
            "at most 256"),
        new TooMuch(
            "values",
            white(filter().addAllSourcePod(Collections.nCopies(FilterLimits.VALUES_MAX + 1, "a"))),
            "at most 1024"),
        new TooMuch(
            "text_length",
            white(filter().addSourcePod("x".repeat(FilterLimits.TEXT_LENGTH_MAX + 1))),
            "at most 4096 characters"),
        new TooMuch(
            "regex_length",
            white(filter().addDnsQuery("x".repeat(FilterLimits.REGEX_LENGTH_MAX + 1))),
            "at most 1024 characters"),
        new TooMuch(
            "regex_program", white(filter().addDnsQuery("(a{1000}){1000}")), "at most 10000"),
        new TooMuch(
            "cel_depth",
            white(
                cel(
                    "(".repeat(CelLimits.DEPTH_MAX + 1)
                        + "true"
                        + ")".repeat(CelLimits.DEPTH_MAX + 1))),
            "at most 64"),
        new TooMuch(
            "cel_comprehensions",
            white(
                cel(
                    String.join(
                        " || ",
                        Collections.nCopies(CelLimits.COMPREHENSIONS_MAX + 1, comprehension)))),
            "at most 4"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void whatIsTooMuchIsRefusedAndCountedUnderItsName(TooMuch tooMuch) {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> server.flows(tooMuch.request()));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription()).contains(tooMuch.said());
    assertThat(server.metric("limited", tooMuch.limit())).isEqualTo(1);

    CountFlowsRequest count = CountFlowsRequest.newBuilder().setFlows(tooMuch.request()).build();
    StatusRuntimeException counting =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> QueryGrpc.newBlockingStub(server.connect()).countFlows(count).next());
    assertThat(counting.getStatus().getDescription())
        .isEqualTo(refused.getStatus().getDescription());
    assertThat(server.metric("limited", tooMuch.limit())).isEqualTo(2);
    assertThat(server.metric("queries", "invalid")).isEqualTo(2);
  }

  @Test
  void allStreamsShareTheirLimit_whateverTheyStream() {
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      Context outer = context.attach();
      try {
        var observer = ObserverGrpc.newBlockingStub(server.connect());
        observer.getFlows(GetFlowsRequest.newBuilder().setFollow(true).build());
        observer.getAgentEvents(GetAgentEventsRequest.newBuilder().setFollow(true).build());
        await().until(() -> server.metric("streams", "") == 2);
      } finally {
        context.detach(outer);
      }
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> server.flows(GetFlowsRequest.getDefaultInstance()));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getStatus().getDescription()).contains("observe.streams.max=2");
      StatusRuntimeException counting =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  QueryGrpc.newBlockingStub(server.connect())
                      .countFlows(CountFlowsRequest.getDefaultInstance())
                      .next());
      assertThat(counting.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(server.metric("limited", "streams")).isEqualTo(2);
      assertThat(server.metric("queries", "refused")).isEqualTo(2);
    }
    await().until(() -> server.metric("streams", "") == 0);
    assertThat(server.flows(GetFlowsRequest.getDefaultInstance())).hasSize(1);
  }

  /** Followers of the same address share a limit even over connections of their own. */
  @Test
  void aClientIsAnAddress() throws Exception {
    server.close();
    server = new TestServer(100, new StreamLimits(9, 1, 0, 100, 1));
    try (Context.CancellableContext context = Context.current().withCancellation()) {
      context.run(
          () ->
              ObserverGrpc.newBlockingStub(server.connect())
                  .getFlows(GetFlowsRequest.newBuilder().setFollow(true).build()));
      await().until(() -> server.metric("streams", "") == 1);
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> server.flows(GetFlowsRequest.getDefaultInstance()));
      assertThat(refused.getStatus().getDescription())
          .isEqualTo(
              "1 streams of 127.0.0.1 run already (expected: at most"
                  + " observe.streams.per-client-max=1); end one or raise the limit");
    }
  }

  @Test
  void aStreamKeepsToItsRate() throws Exception {
    server.close();
    server = new TestServer(1_000, new StreamLimits(1, 1, 100, 100, 1));
    for (int i = 1; i <= 150; i++) {
      server.archived(flow(i, i));
    }
    long start = System.nanoTime();
    assertThat(server.flows(GetFlowsRequest.getDefaultInstance())).hasSize(150);
    // A second's worth at once, then 50 at 100 a second.
    assertThat(System.nanoTime() - start).isGreaterThan(480_000_000L);
    assertThat(server.metric("delayed_responses", "")).isBetween(1.0, 50.0);
  }

  private Explanation explanation(GetFlowsRequest request, String wish) {
    Metadata wishes = new Metadata();
    wishes.put(CallContext.EXPLAIN, wish);
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    ObserverGrpc.newBlockingStub(server.connect())
        .withInterceptors(
            MetadataUtils.newAttachHeadersInterceptor(wishes),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers))
        .getFlows(request)
        .forEachRemaining(answer -> {});
    Explanation found = trailers.get().get(CallContext.EXPLANATION);
    return found == null ? Explanation.getDefaultInstance() : found;
  }

  @Test
  void anAnswerIsExplainedToWhoAsks() {
    GetFlowsRequest request = white(filter().addSourcePod("shop/cart"));

    Explanation explanation = explanation(request, "true");

    assertThat(explanation.getPushedDownList())
        .containsExactly("whitelist[0]: source_namespace = shop and source_pod starts with cart");
    assertThat(explanation.getEvaluatedList())
        .containsExactly("whitelist[0]: source_pod: \"shop/cart\"");
    assertThat(explanation.getEventsRead()).isEqualTo(1);
    assertThat(explanation.getFlowsMatched()).isEqualTo(1);
    assertThat(explanation(request, "no")).isEqualTo(Explanation.getDefaultInstance());
  }

  /** An explanation that is too long for metadata would end the call. */
  @Test
  void evenTheLargestExplanationArrives() {
    GetFlowsRequest.Builder request = GetFlowsRequest.newBuilder();
    for (int i = 0; i < FilterLimits.FILTERS_MAX; i++) {
      request.addWhitelist(filter().addSourcePod("shop/" + "x".repeat(1_000) + i));
    }
    Explanation explanation = explanation(request.build(), "true");
    assertThat(explanation.getPushedDown(explanation.getPushedDownCount() - 1)).endsWith(" more");
  }
}
