package io.weir.cli.observe;

import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.MetadataUtils;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.query.v1.Explanation;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The answers of one GetFlows call, on a connection of its own. */
final class ServerFlows implements FlowSource {
  private static final Metadata.Key<String> EXPLAIN =
      Metadata.Key.of("weir-explain", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<Explanation> EXPLANATION =
      Metadata.Key.of(
          "weir-explanation-bin", ProtoUtils.metadataMarshaller(Explanation.getDefaultInstance()));

  private final ObserverClient client;
  private final Iterator<GetFlowsResponse> answers;
  private final AtomicReference<Metadata> trailers;

  private ServerFlows(
      ObserverClient client,
      Iterator<GetFlowsResponse> answers,
      AtomicReference<Metadata> trailers) {
    this.client = client;
    this.answers = answers;
    this.trailers = trailers;
  }

  /**
   * Connects and asks.
   *
   * @param explain whether to ask how the answer comes about, too
   * @param err told what the connection has to say, an old server for example
   */
  static ServerFlows ask(
      ConnectionOptions connection, GetFlowsRequest request, boolean explain, PrintStream err)
      throws CliException, InterruptedException {
    ObserverClient client = ObserverClient.connect(connection, err);
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    ObserverGrpc.ObserverBlockingStub stub = ObserverGrpc.newBlockingStub(client.channel());
    if (explain) {
      Metadata headers = new Metadata();
      headers.put(EXPLAIN, "true");
      stub =
          ObserverGrpc.newBlockingStub(
              ClientInterceptors.intercept(
                  client.channel(),
                  MetadataUtils.newAttachHeadersInterceptor(headers),
                  MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers)));
    }
    return new ServerFlows(client, stub.getFlows(request), trailers);
  }

  @Override
  public boolean hasNext() {
    return answers.hasNext();
  }

  @Override
  public GetFlowsResponse next() {
    return answers.next();
  }

  /** How the answer came about, once there are no more; empty if the server does not say. */
  Optional<Explanation> explanation() {
    return Optional.ofNullable(trailers.get()).map(metadata -> metadata.get(EXPLANATION));
  }

  @Override
  public void close() {
    client.close();
  }
}
