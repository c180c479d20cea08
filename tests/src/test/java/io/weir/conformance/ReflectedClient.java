package io.weir.conformance;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A client that knows of Weir only what the server tells about itself: services, methods and
 * messages come by server reflection through the socket, messages are built from their JSON form
 * and read back from bytes. No generated class takes part in a call.
 */
final class ReflectedClient implements ObserverApi {
  private static final String GET_FLOWS = "observer.Observer/GetFlows";

  private final ManagedChannel channel;
  private final ServedSchema schema;

  private ReflectedClient(ManagedChannel channel, ServedSchema schema) {
    this.channel = channel;
    this.schema = schema;
  }

  static ReflectedClient connect(String address) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    return new ReflectedClient(channel, ServedSchema.fetch(channel));
  }

  /** Calls a method that answers once, {@code observer.Observer/GetNodes} for example. */
  DynamicMessage call(String method, String json) {
    MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
        descriptor(method, MethodDescriptor.MethodType.UNARY);
    return ClientCalls.blockingUnaryCall(
        channel, descriptor, CallOptions.DEFAULT, request(method, json));
  }

  /** All answers of a method that answers many times. */
  List<DynamicMessage> stream(String method, String json) {
    List<DynamicMessage> answers = new ArrayList<>();
    stream(method, request(method, json)).forEachRemaining(answers::add);
    return answers;
  }

  /** What the server told. */
  ServedSchema schema() {
    return schema;
  }

  private Iterator<DynamicMessage> stream(String method, DynamicMessage request) {
    MethodDescriptor<DynamicMessage, DynamicMessage> descriptor =
        descriptor(method, MethodDescriptor.MethodType.SERVER_STREAMING);
    return ClientCalls.blockingServerStreamingCall(
        channel, descriptor, CallOptions.DEFAULT, request);
  }

  /** Paths go in as they are: their JSON form would not keep capital letters. */
  private DynamicMessage withMask(GetFlowsRequest request) {
    DynamicMessage plain = request(GET_FLOWS, json(request.toBuilder().clearFieldMask().build()));
    if (!request.hasFieldMask()) {
      return plain;
    }
    FieldDescriptor field = plain.getDescriptorForType().findFieldByName("field_mask");
    DynamicMessage.Builder mask = DynamicMessage.newBuilder(field.getMessageType());
    request
        .getFieldMask()
        .getPathsList()
        .forEach(
            path -> mask.addRepeatedField(field.getMessageType().findFieldByName("paths"), path));
    return plain.toBuilder().setField(field, mask.build()).build();
  }

  @Override
  public Iterator<GetFlowsResponse> getFlows(GetFlowsRequest request) {
    Iterator<DynamicMessage> answers = stream(GET_FLOWS, withMask(request));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return answers.hasNext();
      }

      @Override
      public GetFlowsResponse next() {
        return reread(answers.next());
      }
    };
  }

  private MethodDescriptor<DynamicMessage, DynamicMessage> descriptor(
      String method, MethodDescriptor.MethodType type) {
    var served = schema.method(method);
    return MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(type)
        .setFullMethodName(method)
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(served.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(served.getOutputType())))
        .build();
  }

  private DynamicMessage request(String method, String json) {
    DynamicMessage.Builder request =
        DynamicMessage.newBuilder(schema.method(method).getInputType());
    try {
      JsonFormat.parser().merge(json, request);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("The server's " + method + " takes no " + json, e);
    }
    return request.build();
  }

  private static String json(GetFlowsRequest request) {
    try {
      return JsonFormat.printer().preservingProtoFieldNames().print(request);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static GetFlowsResponse reread(DynamicMessage answer) {
    try {
      return GetFlowsResponse.parseFrom(
          answer.toByteString(), ExtensionRegistryLite.getEmptyRegistry());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  @Override
  public String toString() {
    return "server reflection alone";
  }
}
