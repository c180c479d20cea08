package io.weir.collector.report;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Where this host can be found, for people. */
public final class HostAddress {
  private HostAddress() {}

  /** The first address that is not this host's alone, IPv4 before IPv6; else the host's name. */
  public static String find() {
    return addresses().or(HostAddress::name).orElse("");
  }

  private static Optional<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .flatMap(HostAddress::addresses)
          .min(Comparator.comparingInt(address -> address.getAddress().length))
          .map(InetAddress::getHostAddress);
    } catch (SocketException e) {
      return Optional.empty(); // a kernel that does not tell
    }
  }

  private static Stream<InetAddress> addresses(NetworkInterface network) {
    return network
        .inetAddresses()
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress());
  }

  private static Optional<String> name() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
