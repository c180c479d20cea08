package io.weir.collector.source.probe;

import java.io.IOException;

/** Runs {@link TcpSocket} probes. */
final class TcpProber implements Prober {
  private final TcpSocket spec;
  private final Dialer dialer;

  TcpProber(TcpSocket spec, Dialer dialer) {
    this.spec = spec;
    this.dialer = dialer;
  }

  @Override
  public String handler() {
    return "tcpSocket";
  }

  @Override
  public String target() {
    return Checks.hostPort(spec.host(), spec.port());
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException, InterruptedException {
    dialer.connect(spec.host(), spec.port(), attempt).close();
    return Outcome.good(-1);
  }
}
