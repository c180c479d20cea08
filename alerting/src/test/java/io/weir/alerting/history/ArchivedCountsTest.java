package io.weir.alerting.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.weir.alerting.slo.Slo;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.storage.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchivedCountsTest {
  private static final Instant HEAD = Instant.parse("2026-01-31T12:00:00Z");
  private static final Duration LATENESS = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeSlis slis = new FakeSlis();
  private final Watched archive = new Watched();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile long end;
  private final List<String> read = new CopyOnWriteArrayList<>();
  private final ArchivedCounts past =
      new ArchivedCounts(archive, this::ends, this::since, () -> HEAD);

  /** Says when it was asked, and fails when told to. */
  private final class Watched implements SeriesStore {
    final AtomicInteger looks = new AtomicInteger();
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public Progress progress(Series<?> series) {
      looks.incrementAndGet();
      return slis.progress(series);
    }

    @Override
    public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new StoreException("The disk is gone.", null);
      }
      return slis.scan(series, query);
    }

    @Override
    public Optional<TimeSpan> span(Series<?> series) {
      events.add("read");
      return slis.span(series);
    }
  }

  private Map<Integer, Long> ends() {
    return Map.of(0, end);
  }

  /** Asked once for each objective that is read. */
  private long since(Slo slo) {
    read.add(slo.id());
    return 0;
  }

  @BeforeEach
  void start() {
    slis.put(PastSlos.window("checkout", HEAD.minus(Duration.ofHours(2)), 1, 10, 0));
    end = slis.records();
    past.start();
  }

  @AfterEach
  void stop() {
    past.close();
  }

  private PastRequest ask() {
    return ask("checkout");
  }

  private PastRequest ask(String name) {
    Slo slo = PastSlos.standard().named(name).build();
    return past.ask(slo, "", HEAD.toEpochMilli(), LATENESS);
  }

  private static long total(Past answer) {
    return answer.burn().budget().counts().total();
  }

  private static Past awaitAnswer(PastRequest request) {
    return await().atMost(PATIENCE).until(request::take, Optional::isPresent).orElseThrow();
  }

  @Test
  void itAnswersWhenTheArchiveHasWhatWasThereWhenItWasAsked() {
    end = slis.records() + 1;
    PastRequest request = ask();
    int before = archive.looks.get();
    await().atMost(PATIENCE).until(() -> archive.looks.get() > before + 3);
    assertThat(archive.events).as("one record is missing").isEmpty();
    slis.put(PastSlos.window("checkout", HEAD.minus(Duration.ofHours(3)), 2, 20, 0));

    assertThat(total(awaitAnswer(request))).isEqualTo(30);
  }

  @Test
  void whatFailsIsTriedAgain() {
    failures.set(2);

    assertThat(total(awaitAnswer(ask()))).isEqualTo(10);
    assertThat(failures.get()).isZero();
  }

  /** Each answer is as large as an objective at work. */
  @Test
  void itReadsNothingMoreBeforeItsAnswersAreTaken() {
    PastRequest first = ask();
    await().atMost(PATIENCE).until(() -> archive.events.contains("read"));
    PastRequest second = ask();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<String> before = List.copyOf(archive.events);
              boolean taken = first.take().isPresent();
              return taken ? before : List.of();
            },
            before -> before.equals(List.of("read")));
    awaitAnswer(second);

    assertThat(archive.events).containsExactly("read", "read");
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotRead() {
    end = slis.records() + 1;
    PastRequest first = ask("first");
    int before = archive.looks.get();
    await().atMost(PATIENCE).until(() -> archive.looks.get() > before);
    ask("cancelled").cancel();
    PastRequest last = ask("last");
    slis.put(PastSlos.window("checkout", HEAD.minus(Duration.ofHours(3)), 2, 20, 0));
    awaitAnswer(first);
    awaitAnswer(last);

    assertThat(read).containsExactly("first", "last");
  }

  /** It is asked for on a stream thread, which must not wait, and closed with the process. */
  @Test
  void closingDoesNotWaitForTheArchive() {
    end = slis.records() + 1;
    PastRequest request = ask();
    int before = archive.looks.get();
    await().atMost(PATIENCE).until(() -> archive.looks.get() > before);
    past.close();

    assertThat(request.take()).isEmpty();
    assertThat(archive.events).isEmpty();
  }
}
