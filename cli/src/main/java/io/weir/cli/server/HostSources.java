package io.weir.cli.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.enrich.HostIdentity;
import io.weir.collector.source.Source;
import io.weir.collector.source.probe.ProbeConfig;
import io.weir.collector.source.probe.ProbeDefaults;
import io.weir.collector.source.probe.ProbeSource;
import io.weir.collector.source.resource.ResourceSource;
import io.weir.collector.source.sockets.SocketsSource;
import io.weir.runtime.Version;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The sources that see this host. */
final class HostSources {
  private final WeirConfig config;
  private final PrometheusRegistry registry;
  private final InstantSource clock;

  HostSources(WeirConfig config, PrometheusRegistry registry, InstantSource clock) {
    this.config = config;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * All of them.
   *
   * @param metricsAddress {@code host:port} of this process's own health
   */
  List<Source> all(String metricsAddress) {
    String node = config.node().substring(config.node().indexOf('/') + 1);
    HostIdentity host = new HostIdentity(config.cluster(), node, Version.TEXT);
    return List.of(
        new SocketsSource(config.host().sockets(), host, registry, clock),
        new ResourceSource(config.host().resources(), host, registry, clock),
        new ProbeSource(
            probes(node, URI.create("http://" + metricsAddress + "/livez")),
            host,
            registry,
            clock,
            new SplittableRandom()));
  }

  private ProbeConfig probes(String node, URI own) {
    ProbeConfig probes = config.host().probes();
    return probes.probes().isEmpty()
        ? probes.withProbes(ProbeDefaults.forHost(node, probes.resolvConf(), Optional.of(own)))
        : probes;
  }
}
