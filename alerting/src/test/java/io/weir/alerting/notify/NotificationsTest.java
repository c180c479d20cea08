package io.weir.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private volatile Instant now = START.plusSeconds(60);
  private final InstantSource clock = () -> now;
  private final NotifyMetrics metrics = new NotifyMetrics(new PrometheusRegistry());
  private final List<String> posts = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;
  private Notifications notifications;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v2/alerts",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          posts.add(status.get() + " " + body);
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    notifications = begin();
  }

  private Notifications begin() {
    return begin(false);
  }

  private Notifications begin(boolean byIncident) {
    Notifications begun =
        new Notifications(
            List.of(
                new AlertmanagerNotifier(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                    clock,
                    metrics)),
            slo ->
                new AlertText.About(
                    "Checkout \"answers\"",
                    "",
                    "https://wiki.example.com/checkout",
                    "",
                    "http-availability",
                    Map.of("team", "shop")),
            byIncident,
            clock,
            metrics);
    begun.silences(Silences.NONE);
    begun.start();
    return begun;
  }

  @AfterEach
  void stop() {
    notifications.close();
    server.stop(0);
  }

  private static AlertState state(boolean open, Instant since) {
    long ns = since.getEpochSecond() * 1_000_000_000L;
    return AlertState.newBuilder()
        .setFingerprint("f1")
        .setSlo("checkout")
        .setService("checkout")
        .setPolicy("page-1h")
        .setSeverity("page")
        .setState(open ? AlertState.State.FIRING : AlertState.State.RECOVERING)
        .setOpen(open)
        .setSinceNs(ns)
        .setOpenedNs(open ? ns : 0)
        .setBurnRate(16.1)
        .setShortBurnRate(40)
        .setThreshold(14.4)
        .setBudgetLeft(0.75)
        .setExhaustedInNs(Duration.ofHours(32).toNanos())
        .setLongWindowNs(Duration.ofHours(1).toNanos())
        .setShortWindowNs(Duration.ofMinutes(5).toNanos())
        .setInWindow(AlertState.Tally.newBuilder().setBad(1_240).setTotal(52_000))
        .build();
  }

  private void awaitPosts(int count) {
    await().untilAsserted(() -> assertThat(posts).hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void anOpenAlertWithItsFiguresInTheAnnotationsAlone() {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0))
        .isEqualTo(
            "200 [{\"labels\":{\"alertname\":\"SloErrorBudgetBurn\",\"rule\":\"page-1h\","
                + "\"service\":\"checkout\",\"severity\":\"page\",\"slo\":\"checkout\",\"team\":\"shop\"},"
                + "\"annotations\":{\"description\":\"Burn rate 16 over 1h and 40 over 5m, limit 14.\\n"
                + "75 % of the budget is left; at this pace it is empty in 32 h.\\n"
                + "Counts are complete.\","
                + "\"runbook_url\":\"https://wiki.example.com/checkout\","
                + "\"summary\":\"Checkout \\\"answers\\\": 1,240 of 52,000 bad in 1h, the budget"
                + " burns 16 times too fast\"},"
                + "\"startsAt\":\"2026-03-01T12:00:00Z\",\"endsAt\":\"2026-03-01T12:05:00Z\"}]");
  }

  /** What stood before is read piece by piece: half of it would resolve the rest. */
  @Test
  void nothingIsToldBeforeAllIsKnown() throws Exception {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.close();
    assertThat(posts).isEmpty();
  }

  @Test
  void theEndIsTold() {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    now = START.plusSeconds(300);
    notifications.changed("f1", Optional.of(state(false, START.plusSeconds(290))));
    awaitPosts(2);
    assertThat(posts.get(1))
        .contains("\"startsAt\":\"2026-03-01T12:00:00Z\",\"endsAt\":\"2026-03-01T12:05:00Z\"");
  }

  @Test
  void aWithdrawnRuleEndsItsAlert() {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    now = START.plusSeconds(120);
    notifications.changed("f1", Optional.empty());
    awaitPosts(2);
    assertThat(posts.get(1)).contains("\"endsAt\":\"2026-03-01T12:02:00Z\"");
  }

  /** It ended while nobody told anything: whoever was told of its begin must hear of it. */
  @Test
  void anEndThatCameWhileWeWereAway() {
    now = START.plusSeconds(300);
    notifications.changed("f1", Optional.of(state(false, START.plusSeconds(200))));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0)).contains("\"endsAt\":\"2026-03-01T12:03:20Z\"");
  }

  @Test
  void anEndOfLongAgoIsNoNews() {
    now = START.plus(Duration.ofHours(2));
    notifications.changed("f1", Optional.of(state(false, START)));
    notifications.caughtUp();
    notifications.changed("f2", Optional.of(state(true, START)));
    awaitPosts(1);
    assertThat(posts.get(posts.size() - 1)).doesNotContain("\"endsAt\":\"2026-03-01T12:00:00Z\"");
  }

  /** The same labels and the same begin: the receiver knows it already. */
  @Test
  void afterARestartTheSameIsSaid() {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    notifications.close();
    notifications = begin();
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(2);
    assertThat(posts.get(1)).isEqualTo(posts.get(0));
  }

  @Test
  void aReceiverThatFailsIsToldAgain() {
    status.set(503);
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    status.set(200);
    now = now.plusSeconds(6);
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(posts).anyMatch(post -> post.startsWith("200 ")));
  }

  private static AlertState of(String slo, Instant since) {
    return state(true, since).toBuilder().setFingerprint(slo).setSlo(slo).build();
  }

  private static Incident incident(long closedNs, AlertState... alerts) {
    Incident.Builder incident =
        Incident.newBuilder()
            .setId(alerts[0].getFingerprint() + "-1")
            .setAlert(alerts[0])
            .setRoot(alerts[0].getSlo())
            .setOpenedNs(alerts[0].getOpenedNs())
            .setClosedNs(closedNs);
    for (AlertState alert : alerts) {
      incident.addMembers(
          Incident.Member.newBuilder()
              .setFingerprint(alert.getFingerprint())
              .setSlo(alert.getSlo())
              .setClosedNs(closedNs));
    }
    return incident.build();
  }

  private void byIncident() {
    notifications.close();
    notifications = begin(true);
  }

  @Test
  void whoIsAffectedIsInTheTextOfTheRoot() {
    byIncident();
    notifications.changed("payment", Optional.of(of("payment", START)));
    notifications.changed("checkout", Optional.of(of("checkout", START)));
    notifications.incidents(List.of(incident(0, of("payment", START), of("checkout", START))));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0))
        .contains("\"slo\":\"payment\"", "\"affected\":\"checkout\"")
        .doesNotContain("\"slo\":\"checkout\"");
  }

  /** The root's alert closed first; that of the affected holds the incident open. */
  @Test
  void anIncidentIsOverWhenItSaysSo() {
    byIncident();
    AlertState root = of("payment", START);
    AlertState affected = of("checkout", START);
    notifications.incidents(List.of(incident(0, root, affected)));
    notifications.changed("checkout", Optional.of(affected));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0)).contains("\"slo\":\"payment\"", "\"endsAt\":\"2026-03-01T12:05");

    now = START.plusSeconds(120);
    long closedNs = START.plusSeconds(110).getEpochSecond() * 1_000_000_000L;
    notifications.incidents(List.of(incident(closedNs, root, affected)));
    notifications.changed("checkout", Optional.of(affected.toBuilder().setOpen(false).build()));
    awaitPosts(2);
    assertThat(posts.get(posts.size() - 1))
        .contains("\"slo\":\"payment\"", "\"endsAt\":\"2026-03-01T12:02:00Z\"");
  }

  /** Whoever finds the reason may fail; a page must come all the same. */
  @Test
  void anAlertWithoutAnIncidentIsHeldForAWhileAlone() {
    byIncident();
    notifications.changed("f1", Optional.of(state(true, START)));
    AlertState budget = of("spent", START).toBuilder().clearLongWindowNs().build();
    notifications.changed("spent", Optional.of(budget));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0)).as("no part of incidents").contains("\"slo\":\"spent\"");
    assertThat(posts.get(0)).doesNotContain("\"slo\":\"checkout\"");
    now = now.plus(Notifications.HELD).plusSeconds(1);
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> assertThat(posts).anyMatch(post -> post.contains("\"slo\":\"checkout\"")));
  }

  private static Silences silence(String matcher, Instant starts) {
    return Silences.of(
        List.of(
            Silence.newBuilder()
                .setId("1")
                .addMatchers(matcher)
                .setStartsNs(starts.getEpochSecond() * 1_000_000_000L)
                .setEndsNs(starts.plusSeconds(3_600).getEpochSecond() * 1_000_000_000L)
                .build()));
  }

  @Test
  void whatBeginsWhileItIsSilencedIsToldWhenTheSilenceEnds() {
    notifications.silences(silence("slo=checkout", START.minusSeconds(60)));
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.changed("other", Optional.of(of("other", START)));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0)).contains("\"slo\":\"other\"").doesNotContain("\"slo\":\"checkout\"");

    notifications.silences(Silences.NONE);
    awaitPosts(2);
    assertThat(posts.get(1)).contains("\"slo\":\"checkout\"");
  }

  /** Alertmanager would take its absence for its end. */
  @Test
  void whatWasToldBeforeASilenceGoesOn() {
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    notifications.silences(silence("slo=checkout", START.plusSeconds(30)));
    awaitPosts(2);
    assertThat(posts.get(1)).isEqualTo(posts.get(0));
  }

  @Test
  void whoHasTakenAnIncidentOnIsInItsText() {
    byIncident();
    AlertState alert = of("payment", START);
    notifications.silences(
        Silences.of(
            List.of(
                Silence.newBuilder()
                    .setIncident("payment-1")
                    .setOwner("eva")
                    .setNote("rolling back")
                    .setEndsNs(START.plusSeconds(3_600).getEpochSecond() * 1_000_000_000L)
                    .build())));
    notifications.incidents(List.of(incident(0, alert)));
    notifications.changed("payment", Optional.of(alert));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0))
        .contains("\"acknowledged\":\"eva until 2026-03-01T13:00:00Z: rolling back\"");
  }

  @Test
  void aSilenceThatCannotBeReadSilencesNothing() {
    notifications.silences(silence("slo=~(", START.minusSeconds(60)));
    notifications.changed("f1", Optional.of(state(true, START)));
    notifications.caughtUp();
    awaitPosts(1);
    assertThat(posts.get(0)).contains("\"slo\":\"checkout\"");
  }

  @Test
  void theLogSaysBeginAndEndOnce() {
    List<String> lines = new CopyOnWriteArrayList<>();
    LogNotifier log = new LogNotifier(lines::add);
    Alert open =
        AlertText.of(
            state(true, START), AlertText.About.NOTHING, Optional.empty(), Optional.empty());
    Alert over = new Alert(open.labels(), open.annotations(), open.startsAt(), Optional.of(START));
    log.tell(List.of(open));
    log.tell(List.of(open));
    log.tell(List.of(over));
    log.tell(List.of(over));
    log.tell(List.of());
    assertThat(lines)
        .containsExactly(
            "FIRING page checkout: 1,240 of 52,000 bad in 1h, the budget burns 16 times too fast",
            "RESOLVED page checkout: 1,240 of 52,000 bad in 1h, the budget burns 16 times too"
                + " fast");
  }
}
