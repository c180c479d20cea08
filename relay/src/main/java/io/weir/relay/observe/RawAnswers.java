package io.weir.relay.observe;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets GetFlows answer with bytes. To clients and to reflection the service is the one of the
 * {@code .proto} file; only the making of messages is left out.
 */
final class RawAnswers {
  private RawAnswers() {}

  /** {@code service} as bound, with GetFlows answered by {@code flows}. */
  static ServerServiceDefinition bind(
      ServerServiceDefinition service,
      ServerCalls.ServerStreamingMethod<GetFlowsRequest, Answer> flows) {
    MethodDescriptor<GetFlowsRequest, Answer> getFlows =
        ObserverGrpc.getGetFlowsMethod().toBuilder(
                ObserverGrpc.getGetFlowsMethod().getRequestMarshaller(), new Bytes())
            .build();
    ServiceDescriptor known = service.getServiceDescriptor();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(known.getName())
            .setSchemaDescriptor(known.getSchemaDescriptor())
            .addMethod(getFlows);
    known.getMethods().stream()
        .filter(method -> !method.getFullMethodName().equals(getFlows.getFullMethodName()))
        .forEach(descriptor::addMethod);
    ServerServiceDefinition.Builder bound =
        ServerServiceDefinition.builder(descriptor.build())
            .addMethod(getFlows, ServerCalls.asyncServerStreamingCall(flows));
    service.getMethods().stream()
        .filter(
            method ->
                !method
                    .getMethodDescriptor()
                    .getFullMethodName()
                    .equals(getFlows.getFullMethodName()))
        .forEach(bound::addMethod);
    return bound.build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<Answer> {
    @Override
    public InputStream stream(Answer answer) {
      return new AnswerStream(answer.bytes());
    }

    @Override
    public Answer parse(InputStream stream) {
      throw new UnsupportedOperationException("a server only writes answers");
    }
  }

  /** What gRPC can copy at once. */
  private static final class AnswerStream extends ByteArrayInputStream
      implements KnownLength, Drainable {
    AnswerStream(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos = count;
      return length;
    }
  }
}
