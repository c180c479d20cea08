package io.weir.collector.net;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes channels to an {@link Address}. */
public final class Channels {
  private Channels() {}

  /** Whether {@code address} is one of the three forms. */
  public static boolean isAddress(String address) {
    return Address.parse(address).isPresent();
  }

  /**
   * A channel that connects when it is used.
   *
   * @param messageBytesMax largest message to accept
   * @throws StartException if a certificate or key cannot be read
   * @throws IllegalArgumentException if {@code text} is no address
   */
  public static ManagedChannel open(String text, TlsConfig tls, int messageBytesMax)
      throws StartException {
    Address address =
        Address.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "address: " + text + " (expected: " + Address.RULE + ")"));
    boolean encrypted = tls.enabled() || address.kind() == Address.Kind.TLS;
    return builder(address, credentials(encrypted, tls), tls.serverName())
        .maxInboundMessageSize(messageBytesMax)
        // Finds dead peers behind silent connections; servers refuse clients that ask more often.
        .keepAliveTime(5, TimeUnit.MINUTES)
        .keepAliveTimeout(20, TimeUnit.SECONDS)
        .build();
  }

  /**
   * A channel in the making, for callers with credentials of their own.
   *
   * @param serverName name that the server's certificate must carry; absent: the host
   */
  public static ManagedChannelBuilder<?> builder(
      Address address, ChannelCredentials credentials, Optional<String> serverName) {
    ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(address.target(), credentials);
    serverName.ifPresent(channel::overrideAuthority);
    if (address.kind() == Address.Kind.UNIX) {
      // A path is no host: without a name, gRPC would send the path as one.
      channel.overrideAuthority(serverName.orElse("localhost"));
    }
    return channel;
  }

  private static ChannelCredentials credentials(boolean encrypted, TlsConfig tls)
      throws StartException {
    if (!encrypted) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    try {
      if (tls.caFile().isPresent()) {
        credentials.trustManager(tls.caFile().get().toFile());
      }
      if (tls.certFile().isPresent() && tls.keyFile().isPresent()) {
        credentials.keyManager(tls.certFile().get().toFile(), tls.keyFile().get().toFile());
      }
      return credentials.build();
    } catch (IOException e) {
      throw new StartException(
          "Cannot read a TLS file: " + e + ". Check ca-file, cert-file and key-file.", e);
    }
  }
}
