package io.weir.cli.observe;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one GetFlows call as bytes. The network's thread takes them in, and runs ahead by
 * at most {@value #AHEAD} answers; one other thread takes what is there, all at once, since waking
 * it for each answer would cost more than the answer.
 */
final class RawFlows extends ClientCall.Listener<byte[]> {
  private static final int AHEAD = 128;

  private final ClientCall<GetFlowsRequest, byte[]> call;
  // Both guarded by this.
  private List<byte[]> arrived = new ArrayList<>();
  private @Nullable StatusRuntimeException end;
  private boolean ended;

  private RawFlows(ClientCall<GetFlowsRequest, byte[]> call) {
    this.call = call;
  }

  /** Asks. */
  static RawFlows call(Channel channel, GetFlowsRequest request) {
    MethodDescriptor<GetFlowsRequest, byte[]> method =
        ObserverGrpc.getGetFlowsMethod().toBuilder(
                ObserverGrpc.getGetFlowsMethod().getRequestMarshaller(), new Bytes())
            .build();
    // In the network's thread: what it has to do takes no time.
    RawFlows flows =
        new RawFlows(channel.newCall(method, CallOptions.DEFAULT.withExecutor(Runnable::run)));
    flows.call.start(flows, new Metadata());
    flows.call.request(AHEAD);
    flows.call.sendMessage(request);
    flows.call.halfClose();
    return flows;
  }

  @Override
  public synchronized void onMessage(byte[] answer) {
    arrived.add(answer);
    if (arrived.size() == 1) {
      notifyAll();
    }
  }

  @Override
  public synchronized void onClose(Status status, Metadata trailers) {
    ended = true;
    end = status.isOk() ? null : status.asRuntimeException(trailers);
    notifyAll();
  }

  /**
   * What has arrived since the last call; waits for the first of it.
   *
   * @return empty when there are no more
   * @throws StatusRuntimeException if the call failed
   */
  List<byte[]> next() throws InterruptedException {
    List<byte[]> taken;
    synchronized (this) {
      while (arrived.isEmpty() && !ended) {
        wait();
      }
      taken = arrived;
      arrived = new ArrayList<>(AHEAD);
      if (taken.isEmpty() && end != null) {
        throw end;
      }
    }
    if (!taken.isEmpty()) {
      call.request(taken.size());
    }
    return taken;
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      throw new UnsupportedOperationException("a client only reads answers");
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("the answer cannot be read")
            .withCause(e)
            .asRuntimeException();
      }
    }
  }
}
