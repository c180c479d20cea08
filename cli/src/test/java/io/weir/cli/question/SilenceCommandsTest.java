package io.weir.cli.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import io.weir.slo.v1.SloStatus;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands against the real API. */
class SilenceCommandsTest {
  private final Book book = new Book();
  private final DashboardsRole role =
      new DashboardsRole(
          DashboardsConfig.DEFAULT.withPort(0),
          new Nothing(),
          new OneIncident(),
          book,
          new PrometheusRegistry(),
          InstantSource.system());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    role.start();
  }

  @AfterEach
  void stop() {
    role.close();
  }

  private static final class Nothing implements SeriesStore {
    @Override
    public Progress progress(Series<?> series) {
      return Progress.NONE;
    }

    @Override
    public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
      return List.of();
    }

    @Override
    public Optional<TimeSpan> span(Series<?> series) {
      return Optional.empty();
    }
  }

  private static final class OneIncident implements SloView {
    @Override
    public Collection<SloStatus> slos() {
      return List.of();
    }

    @Override
    public Collection<AlertState> alerts() {
      return List.of();
    }

    @Override
    public Collection<Incident> incidents() {
      return List.of(
          Incident.newBuilder()
              .setId("1")
              .setAlert(AlertState.newBuilder().setSlo("checkout-availability"))
              .setOpenedNs(1)
              .build());
    }
  }

  /** Keeps silences in memory. */
  private static final class Book implements SilenceBook {
    private final Map<String, Silence> byId = new ConcurrentHashMap<>();

    @Override
    public Collection<Silence> silences() {
      return byId.values();
    }

    @Override
    public void put(Silence silence) {
      byId.put(silence.getId(), silence);
    }
  }

  private int runHere(Callable<Integer> command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--server", "127.0.0.1:" + role.port()));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void alertsAreKeptQuietForAWhile() {
    assertThat(
            runHere(
                new SilenceAddCommand(),
                "slo=checkout-availability",
                "severity=~\"page|ticket\"",
                "--for",
                "2h",
                "--owner",
                "eva",
                "--note",
                "moving the database"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .containsPattern(
            "active +slo=checkout-availability severity=~page\\|ticket +eva .* moving the database");
    String id = book.silences().iterator().next().getId();
    assertThat(runHere(new SilencesCommand())).isZero();
    assertThat(out.toString()).contains("1 silence active, of 1.", id);

    assertThat(runHere(new SilenceEndCommand(), id)).isZero();
    assertThat(out.toString()).containsPattern(id + " +ended");
    assertThat(runHere(new SilencesCommand())).isZero();
    assertThat(out.toString()).isEqualTo("Nothing is silenced or acknowledged.\n");
    assertThat(runHere(new SilencesCommand(), "--all")).isZero();
    assertThat(out.toString()).contains(id);
  }

  @Test
  void anIncidentIsTakenOn() {
    assertThat(runHere(new AckCommand(), "1", "--owner", "eva", "--note", "rolling back"))
        .as(err.toString())
        .isZero();
    assertThat(runHere(new IncidentsCommand())).isZero();
    assertThat(out.toString()).containsPattern("checkout-availability .* eva +1\n");
  }

  @Test
  void aSilenceThatIsNoneIsRefused() {
    assertThat(runHere(new SilenceAddCommand(), "slo", "--owner", "eva")).isEqualTo(2);
    assertThat(err.toString()).startsWith("matcher: slo (expected: label=value");
    assertThat(runHere(new SilenceAddCommand(), "slo=~.*", "--owner", "eva")).isEqualTo(2);
    assertThat(err.toString()).contains("one that does not hold for every alert");
    assertThat(runHere(new SilenceAddCommand(), "slo=x", "--for", "long")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--for: long (expected: 30m, 2h, 1d or 1d12h)");
    assertThat(runHere(new SilenceAddCommand(), "slo=x", "--for", "91d", "--owner", "eva"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("at most 90 days after startsAt");
    assertThat(runHere(new AckCommand(), "nobody")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("incident: nobody (expected: an ID that weir incidents --all lists)");
    assertThat(runHere(new SilenceEndCommand(), "nobody")).isEqualTo(1);
    assertThat(err.toString()).startsWith("id: nobody (expected: one that weir silence lists)");
    assertThat(book.silences()).isEmpty();
  }
}
