package io.weir.dashboards.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.weir.dashboards.FakeSeriesStore;
import io.weir.dashboards.answer.DocumentBook;
import io.weir.dashboards.answer.DocumentProblem;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.slo.v1.DefinedObject;
import io.weir.slo.v1.SloDocument;
import io.weir.storage.StoreException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents over a real server; what is in them is judged elsewhere. */
class DocumentServiceTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Instant NOW = Instant.parse("2026-01-31T10:00:00Z");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Book book = new Book();
  private final DashboardsRole role =
      new DashboardsRole(
          DashboardsConfig.DEFAULT.withPort(0),
          new FakeSeriesStore(),
          SloView.NONE,
          SilenceBook.NONE,
          book,
          registry,
          InstantSource.fixed(NOW),
          Optional.empty());

  /**
   * In memory: a document is words, each an SLO; {@code wrong} is an error, {@code odd} a warning.
   */
  private static final class Book implements DocumentBook {
    private final Map<String, SloDocument> documents = new TreeMap<>();
    private boolean broken;

    @Override
    public Collection<SloDocument> documents() {
      return List.copyOf(documents.values());
    }

    @Override
    public Judgement judge(String name, Optional<String> text) {
      if (text.isEmpty()) {
        return new Judgement(
            documents.containsKey("needs-" + name)
                ? List.of(problem("api:needs-" + name, "error"))
                : List.of(),
            List.of());
      }
      List<String> words = Arrays.stream(text.get().split(" ")).filter(w -> !w.isEmpty()).toList();
      return new Judgement(
          words.stream()
              .filter(word -> word.equals("wrong") || word.equals("odd"))
              .map(word -> problem("api:" + name, word.equals("odd") ? "warning" : "error"))
              .toList(),
          words.stream()
              .map(word -> DefinedObject.newBuilder().setKind("SLO").setName(word).build())
              .toList());
    }

    private static DocumentProblem problem(String document, String severity) {
      return new DocumentProblem(document, severity, 3, 7, "spec", "is not so", "make it so");
    }

    @Override
    public void put(SloDocument document) {
      if (broken) {
        throw new StoreException("Kafka is away");
      }
      documents.put(document.getName(), document);
    }

    @Override
    public void delete(SloDocument document) {
      documents.remove(document.getName());
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

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + role.port() + "/api/v1/slo-documents" + path);
    return CLIENT.send(request.uri(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> put(String path, String text) throws Exception {
    return send(
        HttpRequest.newBuilder()
            .header("Content-Type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofString(text)),
        path);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(), path);
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send(HttpRequest.newBuilder().DELETE(), path);
  }

  private static JsonNode json(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return new ObjectMapper().readTree(response.body());
  }

  private double changes(String outcome) {
    return registry.scrape(name -> name.equals("weir_dashboards_slo_document_changes")).stream()
        .map(CounterSnapshot.class::cast)
        .flatMap(counter -> counter.getDataPoints().stream())
        .filter(point -> outcome.equals(point.getLabels().get("outcome")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Test
  void aDocumentIsPutReadReplacedAndTakenBack() throws Exception {
    JsonNode kept = json(put("/shop", "cart odd"), 201);
    assertThat(kept.at("/document/name").asText()).isEqualTo("shop");
    assertThat(kept.at("/document/objects")).hasToString("[\"SLO/cart\",\"SLO/odd\"]");
    assertThat(kept.at("/document/writtenAt").asText()).isEqualTo("2026-01-31T10:00:00Z");
    assertThat(kept.at("/warnings/0/line").asInt()).isEqualTo(3);
    HttpResponse<String> text = get("/shop");
    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(text.body()).as("as it was put").isEqualTo("cart odd");
    assertThat(text.headers().firstValue("content-type"))
        .contains("application/yaml; charset=utf-8");

    json(put("/shop", "cart odd till"), 200);
    assertThat(get("/shop").body()).isEqualTo("cart odd till");
    json(delete("/shop"), 200);
    assertThat(json(get("/shop"), 404).path("error").asText())
        .isEqualTo("name: shop (expected: a document of the API that weir slo documents lists)");
    json(delete("/shop"), 404);
    assertThat(List.of(changes("kept"), changes("deleted"))).containsExactly(2.0, 1.0);
  }

  @Test
  void filesAreListedAndStayWhereTheyAre() throws Exception {
    book.put(
        SloDocument.newBuilder()
            .setName("/etc/slo/a.yaml")
            .setFromFile(true)
            .addObjects(DefinedObject.newBuilder().setKind("SLI").setName("a"))
            .build());
    json(put("/shop", "cart"), 201);
    JsonNode list = json(get(""), 200);
    assertThat(list.path("summary").asText()).isEqualTo("1 document of the API, 1 of files.");
    assertThat(list.path("rows"))
        .hasToString(
            "[{\"name\":\"shop\",\"from\":\"api\",\"objects\":[\"SLO/cart\"],\"bytes\":4,"
                + "\"writtenAt\":\"2026-01-31T10:00:00Z\"},"
                + "{\"name\":\"/etc/slo/a.yaml\",\"from\":\"file\",\"objects\":[\"SLI/a\"]}]");
    json(delete("/%2Fetc%2Fslo%2Fa.yaml"), 404);
  }

  @Test
  void everyProblemComesWithItsPlaceAndNothingIsKept() throws Exception {
    JsonNode refused = json(put("/shop", "wrong odd wrong"), 400);
    assertThat(refused.path("error").asText()).isEqualTo("shop: 2 errors, nothing was changed");
    assertThat(refused.path("problems")).hasSize(3);
    assertThat(refused.at("/problems/0"))
        .hasToString(
            "{\"document\":\"api:shop\",\"severity\":\"error\",\"line\":3,\"column\":7,"
                + "\"path\":\"spec\",\"message\":\"is not so\",\"suggestion\":\"make it so\"}");
    assertThat(json(put("/shop", ""), 400).path("error").asText()).startsWith("body: no objects");
    assertThat(json(put("/Shop", "cart"), 400).path("error").asText())
        .startsWith("name: Shop (expected: at most 63 of a-z");
    assertThat(json(put("/" + "a".repeat(64), "cart"), 400).path("error").asText())
        .startsWith("name: ");
    assertThat(book.documents()).isEmpty();
    assertThat(changes("invalid")).isEqualTo(4);
  }

  /** Two teams may both have a file called slo.yaml. */
  @Test
  void nothingIsLostByTakingANameTwice() throws Exception {
    json(put("/slo", "cart till"), 201);
    JsonNode refused = json(put("/slo", "mail till"), 409);
    assertThat(refused.path("error").asText())
        .isEqualTo(
            "slo is there already, and defines SLO/cart besides. Take another name, or drop them"
                + " with prune=true.");
    assertThat(refused.path("gone")).hasToString("[\"SLO/cart\"]");
    assertThat(get("/slo").body()).isEqualTo("cart till");
    json(put("/slo?prune=true", "mail till"), 200);
    assertThat(get("/slo").body()).isEqualTo("mail till");
    assertThat(changes("conflict")).isEqualTo(1);
  }

  @Test
  void whatOthersNeedIsNotDeleted() throws Exception {
    json(put("/slis", "a"), 201);
    json(put("/needs-slis", "b"), 201);
    JsonNode refused = json(delete("/slis"), 409);
    assertThat(refused.path("error").asText()).isEqualTo("slis: 1 error, nothing was changed");
    assertThat(refused.at("/problems/0/document").asText()).isEqualTo("api:needs-slis");
    assertThat(get("/slis").statusCode()).isEqualTo(200);
  }

  @Test
  void aDocumentHasALimit() throws Exception {
    json(put("/long", "x".repeat(DocumentService.BYTES_MAX)), 201);
    JsonNode refused = json(put("/longer", "x".repeat(DocumentService.BYTES_MAX + 1)), 413);
    assertThat(refused.path("error").asText())
        .isEqualTo("body: 262145 bytes (expected: at most 262144; make it several)");
    assertThat(changes("over_capacity")).isEqualTo(1);
  }

  @Test
  void soDoTheirNumberAndAllOfThem() throws Exception {
    for (int i = 0; i < DocumentService.DOCUMENTS_MAX; i++) {
      book.put(SloDocument.newBuilder().setName("d" + i).setText("x").build());
    }
    assertThat(json(put("/another", "cart"), 507).path("error").asText())
        .isEqualTo(
            "documents: 501 of 504 bytes (expected: at most 500 of 8388608; delete some first)");
    json(put("/d7", "cart"), 200);

    book.documents.clear();
    String quarter = "x".repeat(DocumentService.BYTES_MAX);
    for (int i = 0; i < DocumentService.ALL_BYTES_MAX / DocumentService.BYTES_MAX; i++) {
      book.put(SloDocument.newBuilder().setName("d" + i).setText(quarter).build());
    }
    json(put("/another", "c"), 507);
    json(put("/d7", "c"), 200);
    assertThat(changes("over_capacity")).isEqualTo(2);
  }

  /** A page of somebody else's may send forms and plain text, and no YAML without asking. */
  @Test
  void aDocumentIsTakenAsYamlAlone() throws Exception {
    HttpRequest.Builder form =
        HttpRequest.newBuilder()
            .header("Content-Type", "text/plain")
            .PUT(HttpRequest.BodyPublishers.ofString("cart"));
    assertThat(json(send(form, "/shop"), 415).path("error").asText())
        .isEqualTo("content-type: text/plain (expected: application/yaml)");
    HttpRequest.Builder latin =
        HttpRequest.newBuilder()
            .header("Content-Type", "application/yaml")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xe4}));
    assertThat(json(send(latin, "/shop"), 400).path("error").asText()).startsWith("body: no UTF-8");
    assertThat(book.documents()).isEmpty();
  }

  @Test
  void whatKafkaDoesNotTakeIsNotKept() throws Exception {
    book.broken = true;
    assertThat(json(put("/shop", "cart"), 503).path("error").asText())
        .isEqualTo("Not changed: Kafka is away");
    assertThat(changes("failed")).isEqualTo(1);
  }
}
