package io.weir.collector.source.probe;

/**
 * Opens a TCP connection and closes it; good when that works.
 *
 * @param port 1 to 65535
 * @param host name or address; default is this host
 */
public record TcpSocket(int port, String host) {
  public static final TcpSocket DEFAULT = new TcpSocket(80, "127.0.0.1");

  public TcpSocket {
    Checks.port(port);
    Checks.host(host);
  }
}
