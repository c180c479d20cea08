package io.weir.alerting.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts to one member of Alertmanager, by its API version 2; a cluster wants one of these
 * for every member. Each post says of open alerts that they end in {@link #KEPT}: so they resolve
 * by themselves when Weir is gone for good, and not while it is started again. Confined to one
 * thread.
 */
public final class AlertmanagerNotifier implements Notifier {
  /**
   * How long Alertmanager keeps an alert open that nobody repeats; some repetitions may be lost.
   */
  public static final Duration KEPT = Duration.ofMinutes(4);

  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerNotifier.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int BATCH_MAX = 500;

  private final URI alerts;
  private final InstantSource clock;
  private final NotifyMetrics metrics;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).version(HttpClient.Version.HTTP_1_1).build();
  private boolean failing;

  /**
   * @param url of the member, such as {@code http://alertmanager-0:9093}
   */
  public AlertmanagerNotifier(URI url, InstantSource clock, NotifyMetrics metrics) {
    String base = url.toString();
    this.alerts = URI.create((base.endsWith("/") ? base : base + "/") + "api/v2/alerts");
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public boolean tell(List<Alert> all) {
    boolean told = true;
    for (int from = 0; from < all.size(); from += BATCH_MAX) {
      told &= post(all.subList(from, Math.min(all.size(), from + BATCH_MAX)));
    }
    return told;
  }

  private boolean post(List<Alert> batch) {
    String body = AlertJson.array(batch, clock.instant().plus(KEPT));
    HttpRequest request =
        HttpRequest.newBuilder(alerts)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 2) {
        metrics.sent(alerts.getAuthority(), batch.size());
        failing = false;
        return true;
      }
      // 400: some alert of the batch was refused, the others were taken. The same again is of no
      // use.
      failed("status " + answer.statusCode() + ": " + answer.body());
      return answer.statusCode() / 100 == 4;
    } catch (IOException e) {
      failed(e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void failed(String why) {
    metrics.failed(alerts.getAuthority());
    if (!failing) { // once until it works again
      failing = true;
      LOG.warn(
          "Alertmanager did not take alerts, they are sent again url={} cause=\"{}\"", alerts, why);
    }
  }
}
