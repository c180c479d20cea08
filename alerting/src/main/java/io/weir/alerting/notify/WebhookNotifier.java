package io.weir.alerting.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each change to one webhook, in the words of Alertmanager ({@link WebhookBody}), one alert a
 * post. The receiver hears of a begin once, of its end once ({@link Told}), and of each until it
 * answers 2xx. What it was told is on disk ({@link ToldFiles}), so a restart repeats nothing; a
 * kill between the answer and the disk repeats one message, with the same fingerprint and
 * beginning. Without the disk, what is open is told once more, and an end that came meanwhile is
 * not.
 *
 * <p>Has a thread of its own: a receiver that is slow or away holds nobody else up, and what
 * happened meanwhile is told as it stands then. What is refused (4xx) holds no other alert up.
 */
public final class WebhookNotifier implements Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookNotifier.class);
  private static final int STATUS_TOO_MANY = 429;
  private static final int CAUSE_LENGTH_MAX = 200;

  /**
   * How long is waited for a receiver.
   *
   * @param timeout of a post, its answer included
   * @param again pause after a first failure; it doubles with each further one
   * @param againMax longest pause
   */
  record Patience(Duration timeout, Duration again, Duration againMax) {
    static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  private enum Answer {
    TAKEN,
    REFUSED,
    AWAY
  }

  private final URI url;
  private final String receiver;
  private final ToldFiles files;
  private final InstantSource clock;
  private final NotifyMetrics metrics;
  private final Patience patience;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor executor;
  private List<Alert> standing = List.of();
  private boolean busy;
  // Confined to the executor's thread.
  private @Nullable Told told;
  private Duration pause;
  private boolean failing;

  /**
   * Inert until something is told.
   *
   * @param url where is posted; what follows the host is a secret and never logged
   * @param directory for what this receiver was told
   */
  public WebhookNotifier(URI url, Path directory, InstantSource clock, NotifyMetrics metrics) {
    this(url, directory, clock, metrics, Patience.DEFAULT);
  }

  WebhookNotifier(
      URI url, Path directory, InstantSource clock, NotifyMetrics metrics, Patience patience) {
    this.url = url;
    this.receiver = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    this.files = new ToldFiles(directory);
    this.clock = clock;
    this.metrics = metrics;
    this.patience = patience;
    this.pause = patience.again();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience.timeout())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "weir-webhook-" + receiver);
              thread.setDaemon(true);
              return thread;
            });
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Takes note and returns at once: what fails is tried again here. */
  @Override
  public synchronized boolean tell(List<Alert> alerts) {
    standing = List.copyOf(alerts);
    if (!busy && !executor.isShutdown()) {
      busy = true;
      executor.execute(this::round);
    }
    return true;
  }

  private void round() {
    List<Alert> alerts;
    synchronized (this) {
      alerts = standing;
    }
    boolean said = false;
    try {
      said = say(alerts);
    } catch (RuntimeException e) {
      LOG.error("A webhook was not told, it is tried again webhook={}", receiver, e);
    }
    synchronized (this) {
      if (executor.isShutdown()) {
        return;
      }
      if (!said) {
        executor.schedule(this::round, pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = longer();
        return;
      }
      pause = patience.again();
      busy = alerts != standing;
      if (busy) {
        executor.execute(this::round);
      }
    }
  }

  private Duration longer() {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(patience.againMax()) > 0 ? patience.againMax() : twice;
  }

  /** Whether the receiver was there: what it refused is said again with the next repetition. */
  private boolean say(List<Alert> alerts) {
    Told knows = told();
    Set<String> refused = new HashSet<>();
    for (Alert alert : knows.news(alerts, clock.instant())) {
      String id = Told.id(alert);
      if (refused.contains(id)) {
        continue; // its end is to be heard before it begins again
      }
      switch (executor.isShutdown() ? Answer.AWAY : post(alert)) {
        case TAKEN -> heard(knows, alert);
        case REFUSED -> refused.add(id);
        default -> {
          return false;
        }
      }
    }
    failing = !refused.isEmpty();
    return true;
  }

  private Told told() {
    Told knows = told;
    if (knows == null) {
      knows = new Told(known());
      told = knows;
    }
    return knows;
  }

  private List<Told.Entry> known() {
    try {
      return files.read();
    } catch (IOException e) {
      // Better twice than never.
      LOG.warn(
          "Cannot read what a webhook was told, open alerts are told again webhook={}",
          receiver,
          e);
      return List.of();
    }
  }

  private void heard(Told knows, Alert alert) {
    metrics.sent(receiver, 1);
    knows.heard(alert, clock.instant());
    try {
      files.heard(alert, clock.instant());
    } catch (IOException e) {
      LOG.warn(
          "Cannot note what a webhook was told, a restart may tell it again webhook={}",
          receiver,
          e);
    }
  }

  private Answer post(Alert alert) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(WebhookBody.of(alert)))
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      // The request's own timeout would end with the headers of the answer.
      HttpResponse<String> got = answer.get(patience.timeout().toMillis(), TimeUnit.MILLISECONDS);
      int status = got.statusCode();
      if (status / 100 == 2) {
        return Answer.TAKEN;
      }
      String body = got.body();
      failed(
          "status " + status + ": " + body.substring(0, Math.min(body.length(), CAUSE_LENGTH_MAX)));
      return status / 100 == 4 && status != STATUS_TOO_MANY ? Answer.REFUSED : Answer.AWAY;
    } catch (TimeoutException e) {
      failed("no answer within " + patience.timeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      failed(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answer.cancel(true);
    }
    return Answer.AWAY;
  }

  private void failed(String why) {
    metrics.failed(receiver);
    if (!failing) { // once until it works again
      failing = true;
      LOG.warn(
          "A webhook did not take an alert, it is sent again webhook={} cause=\"{}\"",
          receiver,
          why);
    }
  }

  /** Lets a post that is on its way end: its answer says whether it is to be repeated. */
  @Override
  public void close() {
    synchronized (this) {
      executor.shutdown();
    }
    try {
      if (!executor.awaitTermination(
          patience.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
