package io.weir.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.ObserverGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A process of its own that reads GetFlows streams and looks at no more than each answer's first
 * byte, so that the measured process is the server. Arguments: {@code HOST:PORT}, then files with
 * one serialized request each. Prints {@code ready} when all calls have begun, and at the end of
 * each stream a line {@code NUMBER FLOWS LOST}. Followers end with its standard input; each byte of
 * that asks for a line of {@code FLOWS/LOST} so far, one for each stream.
 */
final class FlowsReader {
  private static final int FLOW_TAG = 0x0a;
  private static final int LOST_TAG = 0x1a;
  private static final int WINDOW_BYTES = 4 << 20;

  private FlowsReader() {}

  public static void main(String[] args) throws Exception {
    ManagedChannel channel =
        io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.forTarget(
                args[0], InsecureChannelCredentials.create())
            .flowControlWindow(WINDOW_BYTES)
            .build();
    List<Stream> streams = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      streams.add(
          new Stream(channel, GetFlowsRequest.parseFrom(Files.readAllBytes(Path.of(args[i])))));
    }
    System.out.println("ready");
    boolean follow = streams.stream().anyMatch(stream -> stream.follows);
    if (follow) {
      while (System.in.read() >= 0) {
        System.out.println(
            streams.stream()
                .map(stream -> stream.flows + "/" + stream.lost)
                .collect(Collectors.joining(" ")));
      }
      streams.forEach(stream -> stream.call.cancel("enough", null));
    }
    for (int i = 0; i < streams.size(); i++) {
      Stream stream = streams.get(i);
      Status status = stream.ended.get();
      if (!status.isOk() && !follow) {
        throw new IOException("GetFlows ended with " + status);
      }
      System.out.println(i + " " + stream.flows + " " + stream.lost);
    }
    channel.shutdownNow();
  }

  private static final class Stream extends ClientCall.Listener<Integer> {
    private final boolean follows;
    private final AtomicLong flows = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final ClientCall<GetFlowsRequest, Integer> call;

    Stream(ManagedChannel channel, GetFlowsRequest request) {
      follows = request.getFollow();
      MethodDescriptor<GetFlowsRequest, Integer> method =
          ObserverGrpc.getGetFlowsMethod().toBuilder(
                  ObserverGrpc.getGetFlowsMethod().getRequestMarshaller(), new FirstByte())
              .build();
      call = channel.newCall(method, CallOptions.DEFAULT);
      call.start(this, new Metadata());
      call.request(1_000);
      call.sendMessage(request);
      call.halfClose();
    }

    @Override
    public void onMessage(Integer tag) {
      if (tag == FLOW_TAG) {
        flows.incrementAndGet();
      } else if (tag == LOST_TAG) {
        lost.incrementAndGet();
      }
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(status);
    }
  }

  private static final class FirstByte implements MethodDescriptor.Marshaller<Integer> {
    @Override
    public InputStream stream(Integer value) {
      throw new UnsupportedOperationException("a client only reads answers");
    }

    @Override
    public Integer parse(InputStream stream) {
      try {
        return stream.read();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Starts the process. */
  static Process start(String target, List<Path> requests) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FlowsReader.class.getName(),
                target));
    requests.forEach(request -> command.add(request.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
