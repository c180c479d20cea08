package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.EdgeWindow;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against the real API, so that both sides mean the same keys. */
class SuggestCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");
  private static final long WINDOW_NS = Duration.ofSeconds(10).toNanos();
  private static final long HALF_AN_HOUR_NS = Duration.ofMinutes(30).toNanos();
  private static final long START_NS =
      Instant.parse("2026-01-30T22:30:00Z").getEpochSecond() * 1_000_000_000L;
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
          new OneHour(),
          SloView.NONE,
          SilenceBook.NONE,
          new PrometheusRegistry(),
          InstantSource.fixed(NOW));

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Peer peer(String namespace, String name) {
    return Peer.newBuilder().setNamespace(namespace).setKind("Deployment").setName(name).build();
  }

  private static EdgeWindow edge(Peer server) {
    return EdgeWindow.newBuilder()
        .setEdge(
            Edge.newBuilder()
                .setClient(peer("shop", "frontend"))
                .setServer(server)
                .setPort(8080)
                .setProtocol("TCP"))
        .setWindow(Window.newBuilder().setStartNs(START_NS).setLengthNs(WINDOW_NS))
        .setCounts(EdgeCounts.newBuilder().setFirstNs(START_NS).setLastNs(START_NS).setFlows(1))
        .build();
  }

  private static SliWindow sli(Peer server, String indicator, long good, long total) {
    return SliWindow.newBuilder()
        .setIndicator(indicator)
        .setServer(server)
        .setWindow(Window.newBuilder().setStartNs(START_NS).setLengthNs(WINDOW_NS))
        .setGood(good)
        .setTotal(total)
        .build();
  }

  @BeforeAll
  static void start() throws Exception {
    ROLE.start();
  }

  @AfterAll
  static void stop() {
    ROLE.close();
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "suggest";
    all[1] = "--server";
    all[2] = "127.0.0.1:" + ROLE.port();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return slo(all);
  }

  private int slo(String... arguments) {
    return new CommandLine(new SloCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void whatItWritesPassesLint() {
    Path file = scratch.resolve("suggested.yaml");
    assertThat(run("-o", file.toString())).as(err.toString()).isZero();
    assertThat(out).hasToString("");
    assertThat(file)
        .content()
        .contains("name: shop-checkout-http-availability", "target: 0.995")
        .contains("# Counted from 2026-01-30T22:30:00Z to 2026-01-30T23:00:00Z (30 min).")
        .contains("kube-system/metrics-server");
    assertThat(slo("lint", "--strict", file.toString())).as(out.toString()).isZero();
    assertThat(out).hasToString("1 objectives in 1 objects, 0 errors, 0 warnings.\n");
  }

  /** It may have been edited since. */
  @Test
  void aFileThatIsThereStaysAsItIs() throws Exception {
    Path file = Files.writeString(scratch.resolve("mine.yaml"), "mine");
    assertThat(run("-o", file.toString())).isEqualTo(2);
    assertThat(err)
        .hasToString("--output: " + file + " (expected: a new file; it is there already)\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void whoIsNamedIsNotLeftOut() {
    assertThat(run("--namespace", "kube-system")).isZero();
    assertThat(out.toString())
        .contains("name: kube-system-metrics-server-tcp-connect")
        .doesNotContain("checkout");
  }

  @Test
  void nothingToSuggestSaysWhy() {
    assertThat(run("--service", "shop/cart")).isEqualTo(1);
    assertThat(out.toString()).contains("# - shop/cart, http-availability: 4 responses in ");
    assertThat(err).hasToString("Nothing to suggest; the comments say why.\n");
  }

  @Test
  void nothingCountedSaysWhenThereIsData() {
    assertThat(run("--since", "5m")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Nothing was counted since 5m. There is data from 2026-01-30T22:00:00Z to");
  }

  @Test
  void passesOnWhatTheApiCannotUse() {
    assertThat(run("--since", "yesterday")).isEqualTo(2);
    assertThat(err.toString()).startsWith("since: yesterday (expected: a time like");
  }

  @Test
  void helpSaysWhoIsLeftOut() {
    assertThat(slo("suggest", "--help")).isZero();
    assertThat(out.toString())
        .contains("kube-*, *-system", "weir slo suggest -o slo/suggested.yaml");
  }

  /** A store of an hour, in the middle of which three services were called. */
  private static final class OneHour implements SeriesStore {
    private static final Peer CHECKOUT = peer("shop", "checkout");
    private static final Peer CART = peer("shop", "cart");
    private static final Peer METRICS = peer("kube-system", "metrics-server");
    private static final List<Message> ALL =
        List.of(
            edge(CHECKOUT),
            edge(CART),
            edge(METRICS),
            sli(CHECKOUT, "http-availability", 9_985, 10_000),
            sli(CART, "http-availability", 4, 4),
            sli(METRICS, "tcp-connect", 50_000, 50_000));

    @Override
    public Progress progress(Series<?> series) {
      return Progress.NONE;
    }

    @Override
    public <T extends Message> List<T> scan(Series<T> series, SeriesQuery query) {
      return query.fromNs() <= START_NS && START_NS < query.toNs() && query.windowNs() == WINDOW_NS
          ? ALL.stream().filter(series.type()::isInstance).map(series.type()::cast).toList()
          : List.of();
    }

    @Override
    public Optional<TimeSpan> span(Series<?> series) {
      return Optional.of(
          new TimeSpan(START_NS - HALF_AN_HOUR_NS, START_NS + HALF_AN_HOUR_NS - WINDOW_NS));
    }
  }
}
