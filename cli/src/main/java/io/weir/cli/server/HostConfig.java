package io.weir.cli.server;

import io.weir.collector.source.probe.ProbeConfig;
import io.weir.collector.source.resource.ResourceConfig;
import io.weir.collector.source.sockets.SocketsConfig;

/**
 * What a collector sees of the host that it runs on.
 *
 * @param enabled false leaves this host alone
 * @param sockets the host's connections
 * @param resources CPU, memory, pressure and disks of the node and its cgroups
 * @param probes what is probed from here; an empty list probes the host's resolver and Weir itself
 */
public record HostConfig(
    boolean enabled, SocketsConfig sockets, ResourceConfig resources, ProbeConfig probes) {
  public static final HostConfig DEFAULT =
      new HostConfig(true, SocketsConfig.DEFAULT, ResourceConfig.DEFAULT, ProbeConfig.DEFAULT);

  /** The same, leaving this host alone. */
  HostConfig off() {
    return new HostConfig(false, sockets, resources, probes);
  }
}
