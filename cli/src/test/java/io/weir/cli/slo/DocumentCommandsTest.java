package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.alerting.openslo.Admission;
import io.weir.cli.server.InMemoryDocuments;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.api.DashboardsConfig;
import io.weir.dashboards.api.DashboardsRole;
import io.weir.storage.Progress;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands against the real API, and its real judgement. */
class DocumentCommandsTest {
  private static final String SHOP = "../config/slo/shop.yaml";

  @TempDir Path scratch;

  private final InMemoryDocuments book =
      new InMemoryDocuments(new Admission(Duration.ofMillis(500), Duration.ofMillis(500)));
  private final DashboardsRole role =
      new DashboardsRole(
          DashboardsConfig.DEFAULT.withPort(0),
          new Nothing(),
          SloView.NONE,
          SilenceBook.NONE,
          book,
          new PrometheusRegistry(),
          InstantSource.system(),
          Optional.empty());
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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

  @BeforeEach
  void start() throws Exception {
    role.start();
  }

  @AfterEach
  void stop() {
    role.close();
  }

  private int slo(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--server", "127.0.0.1:" + role.port()));
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(new SloCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void aFileIsAppliedListedAndTakenBack() {
    assertThat(slo("apply", SHOP)).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith("shop: AlertNotificationTarget/on-call, SLO/catalog-");
    assertThat(slo("documents")).isZero();
    assertThat(out.toString())
        .contains("1 document of the API, 0 of files.")
        .containsPattern("shop +api +20\\S+Z +AlertNotificationTarget/on-call SLO/catalog");
    assertThat(slo("delete", "shop")).isZero();
    assertThat(out.toString()).startsWith("shop: deleted AlertNotificationTarget/on-call, ");
    assertThat(book.documents()).isEmpty();
    assertThat(slo("delete", "shop")).isEqualTo(1);
    assertThat(err.toString()).startsWith("name: shop (expected: a document of the API that");
  }

  @Test
  void whatIsWrongHasTheLinesOfTheFile() throws Exception {
    Path file =
        Files.writeString(
            scratch.resolve("broken.yaml"),
            Files.readString(Path.of(SHOP))
                .replaceFirst("target: 0.995", "target: 1")
                .replaceFirst("isRolling", "isRoling"));
    assertThat(slo("apply", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(file + ":30:23: error: spec.timeWindow[0].isRoling: unknown field")
        .contains("is 1: a promise without any error budget")
        .endsWith(file + ": broken: 3 errors, nothing was changed\n");
    assertThat(book.documents()).isEmpty();
  }

  @Test
  void whatAFileDefinesIsRefusedByItsName() {
    book.file("/etc/weir/slo/shop.yaml", SHOP);
    assertThat(slo("apply", "--name", "mine", SHOP)).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            SHOP
                + ":13:9: error: metadata.name: SLO catalog-availability is there already, at"
                + " /etc/weir/slo/shop.yaml:13:9 (give one of them another name)");
    assertThat(slo("documents")).isZero();
    assertThat(out.toString()).containsPattern("/etc/weir/slo/shop.yaml +file ");
  }

  @Test
  void aNameTakenTwiceLosesNothing() throws Exception {
    String shop = Files.readString(Path.of(SHOP));
    Path other =
        Files.writeString(
            scratch.resolve("shop.yaml"), shop.replace("catalog-availability", "catalog-answers"));
    assertThat(slo("apply", SHOP)).isZero();
    assertThat(slo("apply", other.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("shop is there already, and defines SLO/catalog-avail");
    assertThat(slo("apply", "--prune", other.toString())).isZero();
    assertThat(out.toString()).contains("SLO/catalog-answers").doesNotContain("catalog-avail");
  }

  @Test
  void whatIsTypedInNeedsAName() {
    assertThat(slo("apply", "-")).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("--name: missing (expected: a name beside -)\n");
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(
            "{apiVersion: openslo/v1, kind: Service, metadata: {name: a}, spec: {}}"
                .getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(slo("apply", "--name", "typed", "-")).as(err.toString()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).isEqualTo("typed: Service/a\n");
  }

  @Test
  void filesThatCannotBeSentAreNamed() throws Exception {
    assertThat(slo("apply", scratch.resolve("nothing.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).endsWith("nothing.yaml: no such file\n");
    Path odd = Files.writeString(scratch.resolve("My SLOs.yaml"), "");
    assertThat(slo("apply", odd.toString())).isEqualTo(2);
    assertThat(err.toString()).startsWith("--name: my slos (expected: at most 63 of a-z");
    Path large = Files.writeString(scratch.resolve("large.yaml"), "#".repeat(256 * 1024 + 1));
    assertThat(slo("apply", SHOP, large.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("large.yaml: more than 262144 bytes");
    assertThat(book.documents()).as("nothing is sent before all are read").isEmpty();
  }

  @Test
  void helpHasExamples() {
    assertThat(new CommandLine(new ApplyCommand()).getUsageMessage())
        .contains("weir slo apply slo/checkout.yaml");
    assertThat(new CommandLine(new DeleteCommand()).getUsageMessage())
        .contains("weir slo delete checkout");
  }
}
