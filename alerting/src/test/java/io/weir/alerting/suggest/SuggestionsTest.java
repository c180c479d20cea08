package io.weir.alerting.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.openslo.Compiled;
import io.weir.alerting.openslo.Documents;
import io.weir.alerting.openslo.Finding;
import io.weir.alerting.openslo.Finding.Severity;
import io.weir.alerting.openslo.Lint;
import io.weir.alerting.openslo.SloCompiler;
import io.weir.alerting.slo.Slo;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final Instant FROM = Instant.parse("2026-01-24T10:00:00Z");
  private static final Instant TO = FROM.plus(Duration.ofDays(7));

  private static final ObservedService CATALOG =
      service(
          "shop",
          "catalog",
          Map.of(
              "http-availability", new Seen(1_234_255, 1_234_567),
              "http-latency", new Seen(1_215_000, 1_234_567),
              "tcp-connect", new Seen(4_000, 4_000)));
  private static final ObservedService POSTGRES =
      service("shop", "postgres", Map.of("tcp-connect", new Seen(20_000, 20_000)));
  private static final ObservedService CART =
      service("shop", "cart", Map.of("http-availability", new Seen(120, 120)));
  private static final ObservedService PAYMENT =
      service("shop", "payment", Map.of("http-availability", new Seen(9_000, 10_000)));
  private static final ObservedService RESOLVER =
      service(
          "kube-system",
          "kube-dns",
          Map.of(
              "dns-availability", new Seen(99_990, 100_000),
              "tcp-connect", new Seen(500, 500)));
  private static final ObservedService METRICS =
      service("kube-system", "metrics-server", Map.of("tcp-connect", new Seen(9_000, 9_000)));
  private static final ObservedService BANK =
      new ObservedService(
          "default",
          "",
          "World",
          "api.pay.example",
          Map.of("tcp-connect", new Seen(90_000, 90_000)));
  private static final ObservedService SYSLOG = service("shop", "syslog", Map.of());
  private static final List<ObservedService> ALL =
      List.of(CATALOG, POSTGRES, CART, PAYMENT, RESOLVER, METRICS, BANK, SYSLOG);

  private static ObservedService service(
      String namespace, String name, Map<String, Seen> indicators) {
    return new ObservedService("default", namespace, "Deployment", name, indicators);
  }

  private static Suggestions suggest(List<ObservedService> services, boolean named) {
    return Suggestions.of(new Observation(FROM, TO, 0, services), named);
  }

  private static Compiled compile(Suggestions suggestions) {
    return SloCompiler.compile(
        Documents.ofText("suggested.yaml", suggestions.toYaml()),
        Duration.ofMillis(500),
        Duration.ofMillis(100));
  }

  /** What lint says beyond remarks. */
  private static List<Finding> problems(Suggestions suggestions) {
    Documents documents = Documents.ofText("suggested.yaml", suggestions.toYaml());
    return Lint.of(documents, compile(suggestions), OptionalDouble.empty()).stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }

  private static List<String> ids(Suggestions suggestions) {
    return compile(suggestions).slos().stream().map(Slo::id).toList();
  }

  @Test
  void httpElseConnectionsAndTheAnswersOfTheResolver() {
    assertThat(ids(suggest(ALL, false)))
        .containsExactly(
            "kube-system-kube-dns-dns-availability",
            "shop-catalog-http-availability",
            "shop-catalog-http-latency",
            "shop-postgres-tcp-connect");
  }

  @Test
  void lintHasNothingToSay() {
    assertThat(problems(suggest(ALL, false))).isEmpty();
  }

  @Test
  void theWholeText() throws Exception {
    assertThat(suggest(ALL, false).toYaml())
        .isEqualTo(Files.readString(Path.of("src/test/resources/suggest/shop.yaml")));
  }

  /** So that a suggestion of today compares with the one of last week. */
  @Test
  void theOrderOfTheAnswerChangesNothing() {
    String expected = suggest(ALL, false).toYaml();
    List<ObservedService> shuffled = new ArrayList<>(ALL);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(suggest(shuffled, false).toYaml()).isEqualTo(expected);
    }
  }

  @Test
  void theLanguageOfTheMachineChangesNothing() {
    String expected = suggest(ALL, false).toYaml();
    Locale before = Locale.getDefault();
    try {
      for (String language : List.of("de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(suggest(ALL, false).toYaml()).as(language).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whoeverIsLeftOutIsNamedWithTheReason() {
    assertThat(suggest(ALL, false).leftOut())
        .containsExactly(
            "shop/cart, http-availability: 120 responses in 7 d (expected: at least 251; fewer say"
                + " too little even for 95 %)",
            "shop/payment, http-availability: 90 % of 10,000 responses were good, 1,000 bad."
                + " Even 95 % would have spent 200 % of its error budget. Find out why first.",
            "shop/syslog: no HTTP, DNS or TCP connections were counted",
            "in namespaces that run the cluster (1): kube-system/metrics-server",
            "outside of the cluster, or nobody's (1): api.pay.example");
  }

  @Test
  void whoIsNamedIsNotLeftOut() {
    assertThat(ids(suggest(List.of(METRICS, BANK), true)))
        .containsExactly("api-pay-example-tcp-connect", "kube-system-metrics-server-tcp-connect");
    ObservedService other =
        new ObservedService(
            "", "", "Other", "other", Map.of("tcp-connect", new Seen(90_000, 90_000)));
    assertThat(suggest(List.of(other), true).size()).as("everybody beyond a limit").isZero();
  }

  /** A health check that a proxy shows must not hide the database's connections. */
  @Test
  void someRequestsDoNotHideManyConnections() {
    ObservedService database =
        service(
            "shop",
            "mysql",
            Map.of(
                "http-availability", new Seen(3, 3),
                "tcp-connect", new Seen(20_000, 20_000)));
    assertThat(ids(suggest(List.of(database), false))).containsExactly("shop-mysql-tcp-connect");
  }

  /** What was bad must not be hidden by what was good. */
  @Test
  void badResponsesAreNotReplacedByGoodConnections() {
    ObservedService checkout =
        service(
            "shop",
            "checkout",
            Map.of(
                "http-availability", new Seen(9_000, 10_000),
                "tcp-connect", new Seen(20_000, 20_000)));
    assertThat(suggest(List.of(checkout), false).size()).isZero();
  }

  @Test
  void anObjectiveCountsTheServiceItIsAboutAndNoOther() {
    ObservedService elsewhere =
        new ObservedService("west", "shop", "Deployment", "postgres", POSTGRES.indicators());
    ObservedService host =
        new ObservedService(
            "made", "", "Process", "usr/bin/app*", Map.of("tcp-connect", new Seen(9_000, 9_000)));
    Suggestions suggestions = suggest(List.of(POSTGRES, elsewhere, host), false);
    assertThat(problems(suggestions)).isEmpty();
    List<Slo> slos = compile(suggestions).slos();
    assertThat(slos).hasSize(3);
    for (ObservedService service : List.of(POSTGRES, elsewhere, host)) {
      assertThat(slos)
          .filteredOn(
              slo ->
                  slo.selector()
                      .matches(
                          SliWindow.newBuilder()
                              .setIndicator("tcp-connect")
                              .setServer(
                                  Peer.newBuilder()
                                      .setCluster(service.cluster())
                                      .setNamespace(service.namespace())
                                      .setKind(service.kind())
                                      .setName(service.name()))
                              .build()))
          .hasSize(1);
    }
  }

  @Test
  void lossIsSaid() {
    Observation observation = new Observation(FROM, TO, 1_500, ALL);
    assertThat(Suggestions.of(observation, false).toYaml())
        .contains("(7 d); 1,500 events of it are known to be missing.");
  }

  /** Names come from flows: they may be anything, and must break no document. */
  @Property
  void anyNameMakesADocumentWithoutFindings(
      @ForAll @Size(min = 1, max = 4) List<String> names, @ForAll String namespace) {
    List<ObservedService> services = new ArrayList<>();
    names.stream()
        .distinct()
        .filter(name -> !name.isBlank())
        .forEach(name -> services.add(service(namespace, name, POSTGRES.indicators())));
    Suggestions suggestions = suggest(services, true);
    assertThat(suggestions.size()).isEqualTo(services.size());
    if (!services.isEmpty()) {
      assertThat(problems(suggestions)).isEmpty();
    }
  }
}
