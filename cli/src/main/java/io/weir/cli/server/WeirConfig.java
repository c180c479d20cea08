package io.weir.cli.server;

import io.weir.alerting.AlertingConfig;
import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.health.HealthConfig;
import io.weir.collector.CollectorConfig;
import io.weir.collector.source.hubblefile.HubbleFileConfig;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.relay.RelayConfig;
import io.weir.relay.observe.ObserveConfig;
import io.weir.storage.archive.ArchiverConfig;
import io.weir.storage.embedded.EmbeddedConfig;
import io.weir.streams.JobsConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One file for all roles, a section each; every process reads the same.
 *
 * @param node name of this node in events, {@code cluster/node} or {@code node}; by default the
 *     host's
 * @param cluster name of the cluster that this host's workloads belong to
 * @param dataDir where all roles of a process keep what must survive it. Relative paths in other
 *     sections begin here
 * @param kafka the broker that all roles use
 * @param broker the embedded broker, for {@code up} and {@code broker}
 * @param metrics metrics and health
 * @param host what the collector sees of its own host
 * @param collector the collector: its spool, the relay it sends to, Hubble as a source
 * @param relay from collectors to Kafka, and the port of the query API
 * @param observe the query API
 * @param storage the embedded archive
 * @param archiver from Kafka to the archive
 * @param jobs the stream jobs
 * @param alerting objectives and alerts
 * @param dashboards the JSON API and UI
 */
public record WeirConfig(
    String node,
    String cluster,
    Path dataDir,
    KafkaConfig kafka,
    BrokerConfig broker,
    HealthConfig metrics,
    HostConfig host,
    CollectorConfig collector,
    RelayConfig relay,
    ObserveConfig observe,
    EmbeddedConfig storage,
    ArchiverConfig archiver,
    JobsConfig jobs,
    AlertingConfig alerting,
    DashboardsConfig dashboards) {

  public WeirConfig {
    if (node.isBlank() || node.chars().filter(c -> c == '/').count() > 1) {
      throw new IllegalArgumentException("node: \"" + node + "\" (expected: node or cluster/node)");
    }
    if (cluster.isBlank() || cluster.contains("/")) {
      throw new IllegalArgumentException(
          "cluster: \"" + cluster + "\" (expected: a name without \"/\")");
    }
  }

  /** What holds when a file says nothing; {@code environment} tells where people keep data. */
  static WeirConfig defaults(Map<String, String> environment) {
    return new WeirConfig(
        hostName(),
        "default",
        dataHome(environment).resolve("weir"),
        KafkaConfig.DEFAULT,
        BrokerConfig.DEFAULT,
        HealthConfig.DEFAULT,
        HostConfig.DEFAULT,
        CollectorConfig.DEFAULT,
        RelayConfig.DEFAULT,
        ObserveConfig.DEFAULT,
        EmbeddedConfig.DEFAULT,
        ArchiverConfig.DEFAULT,
        JobsConfig.DEFAULT,
        AlertingConfig.DEFAULT,
        DashboardsConfig.DEFAULT);
  }

  private static Path dataHome(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    if (!xdg.isEmpty()) {
      return Path.of(xdg);
    }
    // Java asks the password file, where service users have no home; the shell's word is better.
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return Path.of(home, ".local", "share");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A host that cannot resolve its own name still has connections to show.
      return "localhost";
    }
  }

  /** The same in another directory. */
  WeirConfig withDataDir(Path directory) {
    return new WeirConfig(
        node,
        cluster,
        directory,
        kafka,
        broker,
        metrics,
        host,
        collector,
        relay,
        observe,
        storage,
        archiver,
        jobs,
        alerting,
        dashboards);
  }

  /** The same on other ports; 0 picks free ones. */
  WeirConfig withPorts(int grpc, int http, int health, int kafkaPort) {
    return new WeirConfig(
        node,
        cluster,
        dataDir,
        kafka,
        broker.withPort(kafkaPort),
        metrics.withPort(health),
        host,
        collector,
        relay.withPort(grpc),
        observe,
        storage,
        archiver,
        jobs,
        alerting,
        dashboards.withPort(http));
  }

  /** The same with all sources of this host off. */
  WeirConfig withoutHost() {
    return with(host.off(), collector);
  }

  /** The same with captures to take in once. */
  WeirConfig withReplay(List<Path> files, boolean originalTime) {
    HubbleFileConfig.Times times =
        originalTime ? HubbleFileConfig.Times.ORIGINAL : HubbleFileConfig.Times.SHIFT_TO_NOW;
    return with(host, collector.withReplay(files, times));
  }

  /** {@code cluster/node}: one node must not go by two names. */
  String nodeName() {
    return node.contains("/") ? node : cluster + "/" + node;
  }

  /** The same with a made cluster beside everything else. */
  WeirConfig withScenario(String name) {
    return with(host, collector.withScenario(name));
  }

  /** The same with OpenSLO documents that come with Weir. */
  WeirConfig withShippedSlos(String name) {
    return new WeirConfig(
        node,
        cluster,
        dataDir,
        kafka,
        broker,
        metrics,
        host,
        collector,
        relay,
        observe,
        storage,
        archiver,
        jobs,
        alerting.withShipped(name),
        dashboards);
  }

  private WeirConfig with(HostConfig newHost, CollectorConfig newCollector) {
    return new WeirConfig(
        node,
        cluster,
        dataDir,
        kafka,
        broker,
        metrics,
        newHost,
        newCollector,
        relay,
        observe,
        storage,
        archiver,
        jobs,
        alerting,
        dashboards);
  }
}
