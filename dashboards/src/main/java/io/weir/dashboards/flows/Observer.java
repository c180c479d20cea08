package io.weir.dashboards.flows;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.MetadataUtils;
import io.weir.filter.query.FlowQuery;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.GetNamespacesRequest;
import io.weir.hubble.observer.GetNodesRequest;
import io.weir.hubble.observer.Namespace;
import io.weir.hubble.observer.Node;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.relay.NodeState;
import io.weir.query.v1.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client of the Observer API of a Weir relay. Connects at the first question, and again whenever
 * the connection broke. Safe for several threads.
 */
public final class Observer implements AutoCloseable {
  private static final Metadata.Key<String> EXPLAIN =
      Metadata.Key.of("weir-explain", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> NEWEST =
      Metadata.Key.of("weir-newest", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<Explanation> EXPLANATION =
      Metadata.Key.of(
          "weir-explanation-bin", ProtoUtils.metadataMarshaller(Explanation.getDefaultInstance()));

  /** Flows of one page that are read at most to find its beginning among those of one time. */
  private static final int PAGE_READ_MAX = 1 << 18;

  private static final Duration GLANCE_MAX = Duration.ofSeconds(2);
  private static final int MESSAGE_BYTES_MAX = 16 << 20;

  private final String address;
  private final Duration timeout;
  private final ManagedChannel channel;

  /**
   * @param address {@code host:port} of the relay
   * @param timeout how long one question may take; streams may take longer
   */
  public Observer(String address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    this.channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .build();
  }

  /**
   * A page of the past, newest first.
   *
   * @param before where the page before ended
   * @param limit flows at most
   * @param whole all fields, not only those of rows
   * @throws ObserverException if there is no answer
   */
  public PageAnswer page(FlowRange range, Optional<Cursor> before, int limit, boolean whole) {
    for (int asked = limit + 16; ; asked = 2 * asked) {
      GetFlowsRequest.Builder request = range.request().setNumber(asked);
      before.ifPresent(cursor -> request.setUntil(FlowRange.timestamp(time(cursor))));
      if (!whole) {
        request.setFieldMask(RowMask.MASK);
      }
      Answered answered = ask(request.build());
      List<GetFlowsResponse> flows =
          answered.responses().stream().filter(GetFlowsResponse::hasFlow).toList();
      Optional<FlowPage> page = FlowPage.of(flows, asked, before, limit);
      if (page.isPresent()) {
        return new PageAnswer(
            page.get().flows(),
            page.get().next(),
            answered.explanation(),
            unavailable(answered.responses()));
      }
      if (asked > PAGE_READ_MAX) {
        throw new ObserverException(
            ObserverException.Kind.INVALID,
            "More than "
                + PAGE_READ_MAX
                + " flows at "
                + time(before.orElseThrow())
                + ". Narrow the query.",
            new IllegalStateException("too many flows of one time"));
      }
    }
  }

  private static Instant time(Cursor cursor) {
    return Instant.ofEpochSecond(0, cursor.timeNs());
  }

  /** Names of nodes that the observer says it cannot reach. */
  private static List<String> unavailable(List<GetFlowsResponse> responses) {
    return responses.stream()
        .filter(GetFlowsResponse::hasNodeStatus)
        .map(GetFlowsResponse::getNodeStatus)
        .filter(status -> status.getStateChange() == NodeState.NODE_UNAVAILABLE)
        .flatMap(status -> status.getNodeNamesList().stream())
        .distinct()
        .toList();
  }

  private record Answered(List<GetFlowsResponse> responses, Optional<Explanation> explanation) {}

  private Answered ask(GetFlowsRequest request) {
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    Channel explained =
        ClientInterceptors.intercept(
            newest(),
            MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
    try {
      List<GetFlowsResponse> responses = new ArrayList<>();
      limited(explained).getFlows(request).forEachRemaining(responses::add);
      return new Answered(
          responses,
          Optional.ofNullable(trailers.get()).map(metadata -> metadata.get(EXPLANATION)));
    } catch (StatusRuntimeException e) {
      throw failure(e.getStatus(), e);
    }
  }

  /** Asks for the newest, and for how the answer comes about. */
  private Channel newest() {
    Metadata headers = new Metadata();
    headers.put(EXPLAIN, "true");
    headers.put(NEWEST, "true");
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private ObserverGrpc.ObserverBlockingStub limited(Channel on) {
    return ObserverGrpc.newBlockingStub(on)
        .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The newest flows of a range with all fields, oldest first, as they come: the caller may take
   * its time. Not limited in time; ends when closed.
   *
   * @param limit flows at most
   */
  public FlowStream stream(FlowRange range, int limit) {
    return FlowStream.start(newest(), range.request().setNumber(limit).build(), this::failure);
  }

  /** Flows as they arrive, until the call is cancelled. */
  public LiveCall follow(FlowQuery query, Optional<Instant> since, LiveBuffer buffer) {
    GetFlowsRequest.Builder request =
        FlowRange.filters(query).setFollow(true).setFieldMask(RowMask.MASK);
    since.ifPresent(time -> request.setSince(FlowRange.timestamp(time)));
    return LiveCall.start(channel, request.build(), buffer, this::failure);
  }

  /**
   * What is there at the moment, for who is helped while typing: soon or not at all.
   *
   * @param flows how many of the newest
   * @throws ObserverException if there is no answer in time
   */
  Glance glance(int flows) {
    ObserverGrpc.ObserverBlockingStub soon =
        ObserverGrpc.newBlockingStub(channel)
            .withDeadlineAfter(GLANCE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    try {
      List<GetFlowsResponse> newest = new ArrayList<>();
      soon.getFlows(
              GetFlowsRequest.newBuilder().setNumber(flows).setFieldMask(RowMask.MASK).build())
          .forEachRemaining(newest::add);
      return new Glance(
          newest.stream().filter(GetFlowsResponse::hasFlow).toList(),
          soon.getNamespaces(GetNamespacesRequest.getDefaultInstance()).getNamespacesList().stream()
              .map(Namespace::getNamespace)
              .distinct()
              .toList(),
          soon.getNodes(GetNodesRequest.getDefaultInstance()).getNodesList().stream()
              .map(Node::getName)
              .toList());
    } catch (StatusRuntimeException e) {
      throw failure(e.getStatus(), e);
    }
  }

  /**
   * What is there at the moment.
   *
   * @param flows the newest
   * @param namespaces that were seen lately
   * @param nodes that report
   */
  record Glance(List<GetFlowsResponse> flows, List<String> namespaces, List<String> nodes) {}

  private ObserverException failure(Status status, Throwable cause) {
    String text = status.getDescription() == null ? "no reason given" : status.getDescription();
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> new ObserverException(ObserverException.Kind.INVALID, text, cause);
      case DEADLINE_EXCEEDED ->
          new ObserverException(
              ObserverException.Kind.TIMEOUT,
              "No answer within "
                  + timeout.toSeconds()
                  + " s. Ask for less time, or for more with dashboards.request-timeout.",
              cause);
      default ->
          new ObserverException(
              ObserverException.Kind.UNAVAILABLE,
              "The observer at "
                  + address
                  + " does not answer: "
                  + status.getCode()
                  + ": "
                  + text
                  + ". Check that the relay runs there, or set dashboards.observer.",
              cause);
    };
  }

  /** Ends running calls. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
