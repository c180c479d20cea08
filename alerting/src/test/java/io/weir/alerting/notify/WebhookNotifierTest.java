package io.weir.alerting.notify;

import static io.weir.alerting.notify.TestAlerts.START;
import static io.weir.alerting.notify.TestAlerts.open;
import static io.weir.alerting.notify.TestAlerts.over;
import static io.weir.alerting.notify.TestAlerts.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.notify.WebhookNotifier.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNotifierTest {
  private static final String CART = "firing cart 2026-03-01T12:00:00Z";
  private static final String CART_OVER = "resolved cart 2026-03-01T12:00:00Z";
  private static final String LAST = "firing last 2026-03-01T12:00:00Z";
  private static final Patience QUICK =
      new Patience(Duration.ofSeconds(10), Duration.ofMillis(5), Duration.ofMillis(20));

  @TempDir Path directory;
  private final NotifyMetrics metrics = new NotifyMetrics(new PrometheusRegistry());
  private volatile Instant now = START.plusSeconds(60);
  private TestReceiver receiver;
  private WebhookNotifier notifier;

  @BeforeEach
  void start() throws Exception {
    receiver = new TestReceiver();
    notifier = begin(QUICK);
  }

  private WebhookNotifier begin(Patience patience) {
    return new WebhookNotifier(
        receiver.url(), directory.resolve("told"), () -> now, metrics, patience);
  }

  private void restart() {
    notifier.close();
    notifier = begin(QUICK);
  }

  @AfterEach
  void stop() {
    notifier.close();
    receiver.close();
  }

  private void awaitTaken(String... summaries) {
    await().untilAsserted(() -> assertThat(receiver.taken()).containsExactly(summaries));
  }

  /** One more begin: what was to be said before it was said before. */
  private void awaitTakenAndNoMore(List<Alert> standing, String... summaries) {
    List<Alert> all = new ArrayList<>(standing);
    all.add(open("last"));
    notifier.tell(all);
    await().untilAsserted(() -> assertThat(receiver.taken()).contains(LAST));
    List<String> before = new ArrayList<>(receiver.taken());
    before.remove(LAST);
    assertThat(before).containsExactly(summaries);
  }

  @Test
  void aBeginAndAnEndAreToldOnce_howeverOftenTheyAreRepeated() {
    for (int i = 0; i < 5; i++) {
      notifier.tell(List.of(open("cart")));
      awaitTaken(CART);
    }
    now = START.plusSeconds(300);
    for (int i = 0; i < 5; i++) {
      notifier.tell(List.of(over(open("cart"), now)));
      awaitTaken(CART, CART_OVER);
    }
    awaitTakenAndNoMore(List.of(over(open("cart"), now)), CART, CART_OVER);
  }

  @Test
  void newWordsAreToldWhenTheLastAreOld() {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    Alert worse = saying("cart: 9,000 of 52,000 bad in 1h", open("cart"));
    now = now.plus(Told.WORDS_KEPT);
    notifier.tell(List.of(worse));
    awaitTaken(CART, CART);
    awaitTakenAndNoMore(List.of(worse), CART, CART);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 429, 500, 503})
  void aReceiverThatFailsIsToldAgainUntilItTakesIt(int status) {
    AtomicInteger answers = new AtomicInteger();
    TestReceiver.Behaviour taking = receiver.taking();
    receiver.behave(
        (exchange, body) -> {
          if (answers.incrementAndGet() <= 3) {
            exchange.sendResponseHeaders(status, -1);
          } else {
            taking.answer(exchange, body);
          }
        });
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    assertThat(receiver.posts()).containsExactly(CART, CART, CART, CART);
  }

  @Test
  void aReceiverThatIsNotThereIsToldWhenItIs() throws Exception {
    receiver.behave((exchange, body) -> exchange.close()); // hangs up
    notifier.tell(List.of(open("cart")));
    await().untilAsserted(() -> assertThat(receiver.posts()).hasSizeGreaterThan(1));
    receiver.behave(receiver.taking());
    awaitTaken(CART);
  }

  /** Neither the teller nor the end of the process waits for it. */
  @Test
  void aReceiverThatNeverAnswersHoldsNobodyUp() throws Exception {
    notifier.close();
    notifier =
        begin(new Patience(Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofMillis(20)));
    CountDownLatch over = new CountDownLatch(1);
    receiver.behave((exchange, body) -> awaitQuietly(over));
    notifier.tell(List.of(open("cart"))); // would not come back
    await().untilAsserted(() -> assertThat(receiver.posts()).hasSizeGreaterThan(1));
    receiver.behave(receiver.taking());
    awaitTaken(CART);
    over.countDown();
  }

  /** The headers of an answer are no answer. */
  @Test
  void anAnswerWithoutAnEndIsNone() throws Exception {
    notifier.close();
    notifier =
        begin(new Patience(Duration.ofMillis(100), Duration.ofMillis(5), Duration.ofMillis(20)));
    CountDownLatch over = new CountDownLatch(1);
    receiver.behave(
        (exchange, body) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("wait".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          awaitQuietly(over);
        });
    notifier.tell(List.of(open("cart")));
    await().untilAsserted(() -> assertThat(receiver.posts()).hasSizeGreaterThan(1));
    receiver.behave(receiver.taking());
    awaitTaken(CART);
    over.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatWasOverBeforeItsBeginWasHeardIsNoNews() {
    receiver.behave(TestReceiver.status(503));
    notifier.tell(List.of(open("cart")));
    await().untilAsserted(() -> assertThat(receiver.posts()).isNotEmpty());
    notifier.tell(List.of(over(open("cart"), now), open("last")));
    await().untilAsserted(() -> assertThat(receiver.posts()).contains(LAST));
    receiver.behave(receiver.taking());
    awaitTaken(LAST);
  }

  @Test
  void whatIsRefusedHoldsNoOtherUp_andIsSaidAgain() {
    TestReceiver.Behaviour taking = receiver.taking();
    receiver.behave(
        (exchange, body) -> {
          if (body.contains("cart")) {
            exchange.sendResponseHeaders(400, -1);
          } else {
            taking.answer(exchange, body);
          }
        });
    List<Alert> standing = List.of(open("cart"), open("last"));
    notifier.tell(standing);
    awaitTaken(LAST);
    receiver.behave(taking);
    notifier.tell(standing);
    awaitTaken(LAST, CART);
  }

  @Test
  void anEndIsHeardBeforeTheSameBeginsAgain() {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    AtomicInteger answers = new AtomicInteger();
    TestReceiver.Behaviour taking = receiver.taking();
    receiver.behave(
        (exchange, body) -> {
          if (answers.incrementAndGet() == 1) {
            exchange.sendResponseHeaders(400, -1);
          } else {
            taking.answer(exchange, body);
          }
        });
    List<Alert> again = List.of(open("cart", START.plusSeconds(30)));
    notifier.tell(again);
    await().untilAsserted(() -> assertThat(receiver.posts()).hasSize(2));
    notifier.tell(again);
    awaitTaken(CART, CART_OVER, "firing cart 2026-03-01T12:00:30Z");
  }

  @Test
  void aRestartSaysNothingTwice() {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    restart();
    awaitTakenAndNoMore(List.of(open("cart")), CART);
  }

  @Test
  void anEndThatCameWhileWeWereAwayIsTold() {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    restart();
    Instant end = START.plusSeconds(30);
    notifier.tell(List.of(over(open("cart", end), end)));
    awaitTaken(CART, CART_OVER);
  }

  @Test
  void anEndOfLongAgoIsToldToo() {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    restart();
    now = START.plus(Duration.ofHours(2));
    awaitTakenAndNoMore(List.of(), CART);
    now = now.plus(Told.MISSING_MAX);
    notifier.tell(List.of(open("last")));
    awaitTaken(CART, LAST, CART_OVER);
    restart();
    notifier.tell(List.of(open("last"), open("more")));
    awaitTaken(CART, LAST, CART_OVER, "firing more 2026-03-01T12:00:00Z");
  }

  /** What it cannot know it says again rather than never. */
  @Test
  void withoutItsNotesARestartTellsWhatIsOpen() throws Exception {
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    notifier.close();
    try (var notes = Files.list(directory.resolve("told"))) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    notifier = begin(QUICK);
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART, CART);
  }

  @Test
  void withoutADiskItTellsAllTheSame() throws Exception {
    Files.writeString(directory.resolve("told"), "no directory");
    notifier.tell(List.of(open("cart")));
    awaitTaken(CART);
    notifier.tell(List.of(over(open("cart"), now)));
    awaitTaken(CART, CART_OVER);
  }
}
