package io.weir.collector.net;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.TlsChannelCredentials;
import io.weir.runtime.StartException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Makes channels to {@code host:port}, {@code tls://host:port} or {@code unix:///path}. */
public final class Channels {
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/]+):\\d{1,5}");
  private static final String TLS = "tls://";
  private static final String UNIX = "unix:///";

  private Channels() {}

  /** Whether {@code address} is one of the three forms. */
  public static boolean isAddress(String address) {
    return address.startsWith(UNIX)
        ? address.length() > UNIX.length()
        : HOST_PORT.matcher(hostPort(address)).matches();
  }

  /**
   * A channel that connects when it is used.
   *
   * @param messageBytesMax largest message to accept
   * @throws StartException if a certificate or key cannot be read
   */
  public static ManagedChannel open(String address, TlsConfig tls, int messageBytesMax)
      throws StartException {
    boolean encrypted = tls.enabled() || address.startsWith(TLS);
    String target = address.startsWith(UNIX) ? address : "dns:///" + hostPort(address);
    ManagedChannelBuilder<?> channel = Grpc.newChannelBuilder(target, credentials(encrypted, tls));
    tls.serverName().ifPresent(channel::overrideAuthority);
    if (address.startsWith(UNIX)) {
      channel.overrideAuthority(tls.serverName().orElse("localhost"));
    }
    return channel
        .maxInboundMessageSize(messageBytesMax)
        // Finds dead peers behind silent connections; servers refuse clients that ask more often.
        .keepAliveTime(5, TimeUnit.MINUTES)
        .keepAliveTimeout(20, TimeUnit.SECONDS)
        .build();
  }

  private static String hostPort(String address) {
    return address.startsWith(TLS) ? address.substring(TLS.length()) : address;
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
