package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.observer.ObserverGrpc;
import io.weir.hubble.observer.ServerStatusRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that a stranger with the .proto files can do, found out from the server alone. */
@ExtendWith(WorldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtoOnlyClientConformanceIT {
  private World world;
  private ReflectedClient client;

  @BeforeAll
  void connect(World shared) {
    world = shared;
    client = ReflectedClient.connect(world.address());
  }

  @AfterAll
  void close() {
    if (client != null) {
      client.close();
    }
  }

  @Test
  void theServicesTellAboutThemselves() {
    assertThat(client.schema().services())
        .contains(
            "observer.Observer",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection");
  }

  /** {@code hubble reflect} still asks the old way. */
  @Test
  @SuppressWarnings("deprecation")
  void reflectionV1AlphaAnswersToo() throws Exception {
    CompletableFuture<List<String>> services = new CompletableFuture<>();
    var call =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(world.client().channel())
            .serverReflectionInfo(
                new io.grpc.stub.StreamObserver<
                    io.grpc.reflection.v1alpha.ServerReflectionResponse>() {
                  @Override
                  public void onNext(io.grpc.reflection.v1alpha.ServerReflectionResponse response) {
                    services.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(service -> service.getName())
                            .toList());
                  }

                  @Override
                  public void onError(Throwable error) {
                    services.completeExceptionally(error);
                  }

                  @Override
                  public void onCompleted() {}
                });
    call.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setListServices("")
            .build());
    assertThat(services.get(10, TimeUnit.SECONDS))
        .containsExactlyInAnyOrderElementsOf(client.schema().services());
    call.onCompleted();
  }

  /** The served definitions have each field of the contract, by the same name, number and type. */
  @Test
  void theServedMessagesAreThoseOfTheContract() {
    for (Descriptor type : List.of(Flow.getDescriptor(), GetFlowsRequest.getDescriptor())) {
      assertThat(fields(client.schema().message(type.getFullName()), "", new HashSet<>()))
          .isEqualTo(fields(type, "", new HashSet<>()));
    }
  }

  private static Set<String> fields(Descriptor type, String prefix, Set<String> types) {
    Set<String> fields = new TreeSet<>();
    if (types.add(type.getFullName())) {
      for (FieldDescriptor field : type.getFields()) {
        fields.add(
            type.getFullName()
                + " "
                + field.getNumber()
                + " "
                + field.getName()
                + " "
                + field.getType()
                + (field.isRepeated() ? " repeated" : ""));
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          fields.addAll(fields(field.getMessageType(), prefix, types));
        }
      }
    }
    return fields;
  }

  /** Field by field and name by name, not by bytes. */
  @Test
  void flowsReadByNamesAreTheSame() {
    List<GetFlowsResponse> events = world.events();
    List<DynamicMessage> answers =
        client.stream("observer.Observer/GetFlows", "{}").stream()
            .dropWhile(answer -> ObserverApi.saysWhoIsThere(ReflectedClient.reread(answer)))
            .toList();
    assertThat(answers).hasSameSizeAs(events);
    for (int i = 0; i < events.size(); i++) {
      assertThat(sameByName(events.get(i), answers.get(i))).as("%s", events.get(i)).isTrue();
    }
  }

  private static boolean sameByName(Message a, Message b) {
    return a.getAllFields().size() == b.getAllFields().size()
        && a.getAllFields().entrySet().stream()
            .allMatch(
                entry -> {
                  FieldDescriptor field =
                      b.getDescriptorForType().findFieldByName(entry.getKey().getName());
                  return field != null && sameValues(entry.getValue(), b.getField(field));
                });
  }

  private static boolean sameValues(Object a, Object b) {
    if (a instanceof List<?> first && b instanceof List<?> second) {
      return first.size() == second.size()
          && Stream.iterate(0, i -> i + 1)
              .limit(first.size())
              .allMatch(i -> sameValues(first.get(i), second.get(i)));
    }
    if (a instanceof Message first && b instanceof Message second) {
      return sameByName(first, second);
    }
    if (a instanceof EnumValueDescriptor first && b instanceof EnumValueDescriptor second) {
      return first.getName().equals(second.getName()) && first.getNumber() == second.getNumber();
    }
    return a.equals(b);
  }

  @Test
  void serverStatusCountsWhatWentIn() {
    DynamicMessage status = client.call("observer.Observer/ServerStatus", "{}");
    assertThat((Long) field(status, "seen_flows")).isGreaterThanOrEqualTo(world.flows().size());
    assertThat((Long) field(status, "num_flows")).isPositive();
    assertThat((Long) field(status, "max_flows"))
        .isGreaterThanOrEqualTo((Long) field(status, "num_flows"));
    assertThat((Long) field(status, "uptime_ns")).isPositive();
    assertThat((Double) field(status, "flows_rate")).isNotNegative();
    assertThat((String) field(status, "version")).startsWith("weir v");

    DynamicMessage nodes = client.call("observer.Observer/GetNodes", "{}");
    long connected =
        ((List<?>) field(nodes, "nodes"))
            .stream()
                .filter(node -> field((Message) node, "state").toString().equals("NODE_CONNECTED"))
                .count();
    assertThat(((Message) field(status, "num_connected_nodes")).toString())
        .contains("value: " + connected);
  }

  @Test
  void namespacesAreThoseOfTheFlowsInOrder() {
    Set<String> expected = new TreeSet<>();
    for (Flow flow : world.flows()) {
      expected.add(flow.getSource().getNamespace());
      expected.add(flow.getDestination().getNamespace());
    }
    expected.remove("");
    List<List<String>> answered =
        ((List<?>) field(client.call("observer.Observer/GetNamespaces", "{}"), "namespaces"))
            .stream()
                .map(Message.class::cast)
                .map(
                    found ->
                        List.of(
                            (String) field(found, "cluster"), (String) field(found, "namespace")))
                .toList();
    assertThat(answered)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(
            Comparator.<List<String>, String>comparing(found -> found.get(0))
                .thenComparing(found -> found.get(1)));
    assertThat(answered.stream().map(found -> found.get(1)).collect(Collectors.toSet()))
        .isEqualTo(expected);
  }

  @Test
  void healthAnswersForHubblesNameAndForTheServer() {
    for (String service : List.of("", "hubble.server.Observer")) {
      assertThat(
              field(
                      client.call(
                          "grpc.health.v1.Health/Check", "{\"service\":\"" + service + "\"}"),
                      "status")
                  .toString())
          .isEqualTo("SERVING");
    }
    StatusRuntimeException unknown =
        org.junit.jupiter.api.Assertions.assertThrows(
            StatusRuntimeException.class,
            () -> client.call("grpc.health.v1.Health/Check", "{\"service\":\"nothing\"}"));
    assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  /** So that the stock command line does not warn about an old server. */
  @Test
  void answersCarryTheVersionThatHubbleLooksFor() {
    Metadata headers = new Metadata();
    ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            world.client().channel(),
            new io.grpc.ClientInterceptor() {
              @Override
              public <Q, R> ClientCall<Q, R> interceptCall(
                  io.grpc.MethodDescriptor<Q, R> method,
                  io.grpc.CallOptions options,
                  io.grpc.Channel next) {
                return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
                  @Override
                  public void start(Listener<R> listener, Metadata sent) {
                    super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                          @Override
                          public void onHeaders(Metadata received) {
                            headers.merge(received);
                            super.onHeaders(received);
                          }
                        },
                        sent);
                  }
                };
              }
            }),
        ObserverGrpc.getServerStatusMethod(),
        io.grpc.CallOptions.DEFAULT,
        ServerStatusRequest.getDefaultInstance());
    assertThat(
            headers.get(Metadata.Key.of("hubble-relay-version", Metadata.ASCII_STRING_MARSHALLER)))
        .matches("1\\.(19|[2-9][0-9])\\..*");
  }

  private static Object field(Message message, String name) {
    return message.getField(message.getDescriptorForType().findFieldByName(name));
  }
}
