package io.weir.collector.source.probe;

/**
 * Asks a server by the gRPC health checking protocol, without TLS; good when it says SERVING.
 *
 * @param port 1 to 65535
 * @param service name within the server; empty asks for the server as a whole
 * @param host name or address; default is this host
 */
public record Grpc(int port, String service, String host) {
  public static final Grpc DEFAULT = new Grpc(80, "", "127.0.0.1");

  public Grpc {
    Checks.port(port);
    Checks.host(host);
  }
}
