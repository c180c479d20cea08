package io.weir.cli.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.series.v1.Count;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.HttpCounts;
import io.weir.series.v1.Peer;
import io.weir.series.v1.Window;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Cause;
import io.weir.slo.v1.Diagnosis;
import io.weir.slo.v1.Evidence;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.SloStatus;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands against the real API, so that both sides mean the same keys. */
class QuestionCommandTest {
  private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
  private static final long START_NS = START.getEpochSecond() * 1_000_000_000L;
  private static final EdgeWindow WINDOW =
      EdgeWindow.newBuilder()
          .setEdge(
              Edge.newBuilder()
                  .setClient(peer("frontend"))
                  .setServer(peer("checkout"))
                  .setPort(8080)
                  .setProtocol("TCP"))
          .setWindow(Window.newBuilder().setStartNs(START_NS).setLengthNs(10_000_000_000L))
          .setCounts(
              EdgeCounts.newBuilder()
                  .setFirstNs(START_NS)
                  .setLastNs(START_NS)
                  .setFlows(4)
                  .setHttp(
                      HttpCounts.newBuilder()
                          .setRequests(2)
                          .addResponses(Count.newBuilder().setName("200").setCount(1))
                          .addResponses(Count.newBuilder().setName("500").setCount(1))))
          .build();
  private static final DashboardsConfig DEFAULT = DashboardsConfig.DEFAULT;
  private static final DashboardsRole ROLE =
      new DashboardsRole(
          new DashboardsConfig(
              DEFAULT.host(),
              0,
              DEFAULT.concurrentMax(),
              DEFAULT.rowsMax(),
              DEFAULT.requestTimeout(),
              DEFAULT.defaultRange()),
          new OneEdge(),
          new OneSlo(),
          SilenceBook.NONE,
          new PrometheusRegistry(),
          InstantSource.fixed(START.plusSeconds(60)));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Peer peer(String name) {
    return Peer.newBuilder().setNamespace("shop").setKind("Deployment").setName(name).build();
  }

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
  }

  private int run(QuestionCommand command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private int runHere(QuestionCommand command, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--server";
    all[1] = "127.0.0.1:" + ROLE.port();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return run(command, all);
  }

  /** An objective that burns, with an alert that is open. */
  private static final class OneSlo implements SloView {
    @Override
    public List<SloStatus> slos() {
      return List.of(
          SloStatus.newBuilder()
              .setSlo("checkout-availability")
              .setService("checkout")
              .setIndicator("http-availability")
              .setObjective(0.9995)
              .setState(AlertState.State.FIRING)
              .setSinceNs(START_NS)
              .setUpdatedNs(START_NS)
              .setBudgetLeft(-0.25)
              .setInPeriod(AlertState.Tally.newBuilder().setBad(25).setTotal(2_000))
              .addBurn(SloStatus.Burn.newBuilder().setWindowNs(300_000_000_000L).setRate(40.25))
              .addBurn(SloStatus.Burn.newBuilder().setWindowNs(3_600_000_000_000L).setRate(16.1))
              .addOpen("page-1h")
              .build());
    }

    @Override
    public List<AlertState> alerts() {
      return List.of(
          AlertState.newBuilder()
              .setSlo("checkout-availability")
              .setService("checkout")
              .setPolicy("page-1h")
              .setSeverity("page")
              .setState(AlertState.State.FIRING)
              .setOpen(true)
              .setSinceNs(START_NS)
              .setOpenedNs(START_NS)
              .setBurnRate(16.1)
              .setThreshold(14.4)
              .setLongWindowNs(3_600_000_000_000L)
              .setInWindow(AlertState.Tally.newBuilder().setBad(25).setTotal(2_000))
              .setExhaustedInNs(9 * 3_600_000_000_000L)
              .build(),
          AlertState.newBuilder()
              .setSlo("cart-availability")
              .setPolicy("page-1h")
              .setState(AlertState.State.INCREASING)
              .setHeldBack("1 bad event, at least 3 are asked for")
              .build(),
          AlertState.newBuilder().setSlo("quiet").setPolicy("page-1h").build());
    }

    @Override
    public List<Incident> incidents() {
      return List.of(
          Incident.newBuilder()
              .setId("1")
              .setAlert(alerts().get(0))
              .setOpenedNs(START_NS)
              .setRoot("checkout-availability")
              .addMembers(Incident.Member.newBuilder().setSlo("checkout-availability"))
              .addMembers(Incident.Member.newBuilder().setSlo("cart-availability"))
              .setDiagnosis(
                  Diagnosis.newBuilder()
                      .setBeganNs(START_NS)
                      .setLayer("network policy")
                      .setCallersHit(3)
                      .setCallers(5)
                      .setBad(25)
                      .setTotal(2_000)
                      .setUsualTotal(1_900)
                      .setFlows("weir observe --to-namespace shop")
                      .addCauses(
                          Cause.newBuilder()
                              .setSentence("shop/deny drops checkout to payment")
                              .setScore(0.91)
                              .addEvidence(
                                  Evidence.newBuilder()
                                      .setFigure("unanswered connects")
                                      .setCount(31)
                                      .setTotal(40)
                                      .setUsualTotal(38))))
              .build(),
          Incident.newBuilder()
              .setId("2")
              .setAlert(AlertState.newBuilder().setSlo("yesterdays").setSeverity("page"))
              .setOpenedNs(START_NS - 86_400_000_000_000L)
              .setClosedNs(START_NS - 86_300_000_000_000L)
              .setDiagnosis(
                  Diagnosis.newBuilder().setSentence("No cause found: nothing explains it."))
              .build());
    }
  }

  @Test
  void incidentsWithTheirCauses() {
    assertThat(runHere(new IncidentsCommand())).isZero();
    assertThat(out.toString())
        .contains("1 open incident: checkout-availability (page) since 2026")
        .containsPattern(
            "checkout-availability +page +2026.* +2026.* +network policy +3 of 5 +cart-availability")
        .contains(
            """
            checkout-availability: 25 of 2,000 bad since it began, before 0 of 1,900
              1. shop/deny drops checkout to payment (score 0.91)
                   31 of 40 unanswered connects, usually 0 of 38
              flows: weir observe --to-namespace shop
            """)
        .doesNotContain("yesterdays");
    assertThat(runHere(new IncidentsCommand(), "--all")).isZero();
    assertThat(out.toString()).contains("yesterdays", "No cause found: nothing explains it.");
  }

  @Test
  void objectivesWithWhatIsLeftOfTheirBudget() {
    assertThat(runHere(new SlosCommand())).isZero();
    assertThat(out.toString())
        .contains("1 of 1 objective burns too fast: checkout-availability since 2026")
        .containsPattern(
            "checkout-availability +98\\.75 % +99\\.95 % +-25\\.0 % +5m 40  1h 16 +firing +2026.* page-1h");
  }

  @Test
  void alertsThatAreOpenOrHeldBack() {
    assertThat(runHere(new AlertsCommand())).isZero();
    assertThat(out.toString())
        .contains("1 open alert: checkout-availability (page) since 2026")
        .contains("25 of 2,000 events (1.3 %) bad in 1h. 1 alert held back.")
        .contains("cart-availability page-1h: held back, 1 bad event, at least 3 are asked for")
        .containsPattern(
            "checkout-availability +checkout +page-1h +page +firing .* 16 +14 +25 +2,000 +9 h")
        .doesNotContain("quiet");
  }

  @Test
  void printsATable() {
    assertThat(runHere(new EdgesCommand(), "--since", "5m")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            1 of 1 edge failing, 0 degraded. Worst: shop/frontend → shop/checkout TCP:8080. 1 of 2 responses (50 %) were errors of the server: 1 500.
            2026-01-31T09:56:00Z to 2026-01-31T10:01:00Z, completeness not known.

            failing: http-5xx: shop/frontend → shop/checkout TCP:8080. 1 of 2 responses (50 %) were errors of the server: 1 500.

            HEALTH             CLIENT         SERVER         PORT      FLOWS  REQUESTS  4XX  5XX
            failing: http-5xx  shop/frontend  shop/checkout  TCP:8080      4         2    0    1
            """);
  }

  @Test
  void printsTheApisJson() {
    assertThat(runHere(new HttpCommand(), "--all", "-o", "json", "--to", "shop/checkout")).isZero();
    assertThat(out.toString())
        .startsWith("{\n  \"question\" : \"http\",\n")
        .contains("\"serverErrorRatio\" : 0.5");
  }

  @Test
  void everyQuestionIsUnderstoodByTheApi() {
    for (QuestionCommand command :
        List.of(
            new EdgesCommand(),
            new ServicesCommand(),
            new HttpCommand(),
            new TcpCommand(),
            new DnsCommand(),
            new DropsCommand(),
            new ProbesCommand(),
            new ResourcesCommand())) {
      assertThat(runHere(command, "-n", "shop", "--service", "checkout", "--limit", "5"))
          .as(command.question() + ": " + err)
          .isZero();
    }
    assertThat(runHere(new DnsCommand(), "--name", "example.com", "--from", "cart")).isZero();
  }

  @Test
  void passesOnWhatTheApiCannotUse() {
    assertThat(runHere(new EdgesCommand(), "--since", "yesterday")).isEqualTo(2);
    assertThat(err.toString()).startsWith("since: yesterday (expected: a time like");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysInOneSentenceThatNothingListens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(run(new EdgesCommand(), "--server", "127.0.0.1:" + free)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "Cannot reach Weir at 127.0.0.1:"
                + free
                + ": connection refused. Start it with ./weir up, or name another with --server"
                + " HOST:PORT."
                + System.lineSeparator());
  }

  @Test
  void saysThatAnAddressIsNotOne() {
    assertThat(run(new EdgesCommand(), "--server", "localhost")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--server: localhost (expected: HOST:PORT)");
  }

  @Test
  void saysThatSomethingElseAnswers() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] body = "<html>".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    other.start();
    try {
      String server = "127.0.0.1:" + other.getAddress().getPort();
      assertThat(run(new EdgesCommand(), "--server", server)).isEqualTo(1);
      assertThat(err.toString()).startsWith("What answers at " + server + " is not Weir's API");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void helpShowsExamples() {
    assertThat(run(new EdgesCommand(), "--help")).isZero();
    assertThat(out.toString()).contains("weir edges --since 5m", "--server", "WEIR_SERVER_HTTP");
  }

  /** A store that holds one window of one edge. */
  private static final class OneEdge implements SeriesStore {
    @Override
    public Progress progress(Series<?> series) {
      return Progress.NONE;
    }

    @Override
    public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
      boolean asked =
          series.type() == EdgeWindow.class
              && query.fromNs() <= START_NS
              && START_NS < query.toNs()
              && query.windowNs() == WINDOW.getWindow().getLengthNs();
      return asked ? List.of(series.type().cast(WINDOW)) : List.of();
    }

    @Override
    public Optional<TimeSpan> span(Series<?> series) {
      return series.type() == EdgeWindow.class
          ? Optional.of(new TimeSpan(START_NS, START_NS))
          : Optional.empty();
    }
  }
}
