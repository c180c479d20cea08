package io.weir.cli.connect;

import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.weir.collector.net.Address;
import java.util.concurrent.TimeUnit;

/**
 * The thread that does the network of one connection, and ends with it.
 *
 * <p>gRPC's shared threads stay for a second after the last channel, resting in native code, and a
 * JVM that exits waits 0.3 s for such threads: most of what a quick command would take. Java's own
 * sockets also spare unpacking and loading Netty's native library.
 */
final class NetworkThread implements AutoCloseable {
  private static final long END_MILLIS_MAX = 200;

  private final EventLoopGroup loop =
      new NioEventLoopGroup(1, new DefaultThreadFactory("weir-network", true));

  /** Makes the channel use it. Unix sockets need the native library, and gRPC's own threads. */
  void serve(ManagedChannelBuilder<?> channel, Address address) {
    if (channel instanceof NettyChannelBuilder netty && address.kind() != Address.Kind.UNIX) {
      netty.eventLoopGroup(loop).channelType(NioSocketChannel.class);
    }
  }

  /** Call it after the channel ended. */
  @Override
  public void close() {
    loop.shutdownGracefully(0, END_MILLIS_MAX, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(END_MILLIS_MAX);
  }
}
