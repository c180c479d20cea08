package io.weir.alerting;

import io.weir.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * How objectives are read, evaluated, and told.
 *
 * @param bootstrapServers {@code host:port} of some brokers, with commas between
 * @param stateDir where the evaluation keeps its stores; made anew from Kafka when it is lost
 * @param slos OpenSLO files, and directories of them; one that is not there yet is waited for.
 *     {@code shipped:shop.yaml} is that of {@code config/slo}
 * @param reload how often is looked whether they changed
 * @param threads that evaluate
 * @param standbyReplicas copies of the stores that other alerting processes keep warm
 * @param alertmanagers a base URL of every member, such as {@code http://alertmanager-0:9093}
 * @param webhooks URLs that are told of each begin and each end, in the words of Alertmanager's
 *     webhooks. Of several alerting processes one has them: each would tell its own
 * @param incidents whether alerts that are open for one reason are told as one
 * @param log also writes a line when an alert begins, and when it is over
 */
public record AlertingConfig(
    String bootstrapServers,
    String stateDir,
    List<String> slos,
    Duration reload,
    int threads,
    int standbyReplicas,
    List<String> alertmanagers,
    @Secret List<String> webhooks,
    boolean incidents,
    boolean log) {
  static final String SHIPPED = "shipped:";

  public static final AlertingConfig DEFAULT =
      new AlertingConfig(
          "127.0.0.1:9092",
          "alerting",
          List.of("slo"),
          Duration.ofSeconds(5),
          1,
          0,
          List.of(),
          List.of(),
          true,
          true);

  public AlertingConfig {
    slos = List.copyOf(slos);
    alertmanagers = List.copyOf(alertmanagers);
    webhooks = List.copyOf(webhooks);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "bootstrap-servers: empty (expected: host:port, for example 127.0.0.1:9092)");
    }
    if (reload.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("reload: " + reload + " (expected: 100ms or more)");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: at least 1)");
    }
    if (standbyReplicas < 0) {
      throw new IllegalArgumentException(
          "standby-replicas: " + standbyReplicas + " (expected: 0 or more)");
    }
    for (String url : alertmanagers) {
      if (!isHttp(url)) {
        throw new IllegalArgumentException(
            "alertmanagers: " + url + " (expected: a URL such as http://alertmanager-0:9093)");
      }
    }
    for (String url : webhooks) {
      if (!isHttp(url)) {
        throw new IllegalArgumentException(
            "webhooks: *** (expected: a URL such as https://hooks.example.com/weir)");
      }
    }
  }

  /** Documents that come with Weir: {@code shipped:shop.yaml}. */
  static boolean isShipped(String path) {
    return path.startsWith(SHIPPED);
  }

  /** These settings and documents that come with Weir. */
  public AlertingConfig withShipped(String name) {
    List<String> more = new java.util.ArrayList<>(slos);
    more.add(SHIPPED + name);
    return new AlertingConfig(
        bootstrapServers,
        stateDir,
        more,
        reload,
        threads,
        standbyReplicas,
        alertmanagers,
        webhooks,
        incidents,
        log);
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** These settings with other brokers, and paths below a directory. */
  public AlertingConfig at(String servers, java.nio.file.Path directory) {
    return new AlertingConfig(
        servers,
        directory.resolve(stateDir).toString(),
        slos.stream()
            .map(path -> isShipped(path) ? path : directory.resolve(path).toString())
            .toList(),
        reload,
        threads,
        standbyReplicas,
        alertmanagers,
        webhooks,
        incidents,
        log);
  }

  /** Whoever knows the URL of a hook may write to it. */
  @Override
  public String toString() {
    return "AlertingConfig[slos=%s, alertmanagers=%s, webhooks=%d]"
        .formatted(slos, alertmanagers, webhooks.size());
  }
}
