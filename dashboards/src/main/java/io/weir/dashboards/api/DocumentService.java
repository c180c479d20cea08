package io.weir.dashboards.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.answer.DocumentBook;
import io.weir.dashboards.answer.DocumentBook.Judgement;
import io.weir.dashboards.answer.DocumentProblem;
import io.weir.dashboards.answer.SloDocumentRow;
import io.weir.dashboards.answer.TimeRange;
import io.weir.dashboards.api.DashboardsMetrics.Change;
import io.weir.slo.v1.SloDocument;
import io.weir.storage.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists OpenSLO documents, and changes those of the API: {@code PUT} and {@code DELETE} of {@code
 * /slo-documents/NAME}. Takes YAML by its own media types alone: a browser asks before it sends one
 * to somebody else's server, and is told no.
 *
 * <p>A change is judged by all that is there, so one follows the other.
 */
final class DocumentService extends AbstractHttpService {
  /** How many documents the API keeps. */
  static final int DOCUMENTS_MAX = 500;

  /** Of one document, in UTF-8. A record of Kafka has 1 MiB. */
  static final int BYTES_MAX = 256 * 1024;

  /** Of all of them: everybody who evaluates or judges has them in memory. */
  static final int ALL_BYTES_MAX = 8 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(DocumentService.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Set<String> TYPES =
      Set.of(
          "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "application/json");

  private final String path;
  private final QuestionService list;
  private final DocumentBook book;
  private final DashboardsMetrics metrics;
  private final InstantSource clock;
  private final Object changing = new Object();

  /** A document as it was kept, and what its author should know all the same. */
  private record Kept(SloDocumentRow document, List<DocumentProblem> warnings) {}

  /**
   * @param path of the list
   * @param list answers GET of it
   */
  DocumentService(
      String path,
      QuestionService list,
      DocumentBook book,
      DashboardsMetrics metrics,
      InstantSource clock) {
    this.path = path;
    this.list = list;
    this.book = book;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Empty for the list. */
  private String name(ServiceRequestContext ctx) {
    return ctx.path().length() > path.length() ? ctx.path().substring(path.length() + 1) : "";
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
    String name = name(ctx);
    if (name.isEmpty()) {
      return list.doGet(ctx, request);
    }
    return find(name)
        .map(DocumentService::text)
        .orElseGet(() -> Json.error(HttpStatus.NOT_FOUND, unknown(name)));
  }

  private Optional<SloDocument> find(String name) {
    return book.documents().stream()
        .filter(document -> !document.getFromFile() && document.getName().equals(name))
        .findFirst();
  }

  private static String unknown(String name) {
    return "name: " + name + " (expected: a document of the API that weir slo documents lists)";
  }

  private static HttpResponse text(SloDocument document) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.parse("application/yaml; charset=utf-8"))
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .build(),
        HttpData.ofUtf8(document.getText()));
  }

  @Override
  protected HttpResponse doPut(ServiceRequestContext ctx, HttpRequest request) {
    MediaType type = request.contentType();
    if (type == null || !TYPES.contains(type.withoutParameters().toString())) {
      return Json.error(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content-type: " + type + " (expected: application/yaml)");
    }
    String name = name(ctx);
    boolean prune = "true".equals(ctx.queryParam("prune"));
    return HttpResponse.of(
        request
            .aggregate()
            .thenApplyAsync(
                whole -> answer(() -> put(name, whole, prune)), ctx.blockingTaskExecutor()));
  }

  @Override
  protected HttpResponse doDelete(ServiceRequestContext ctx, HttpRequest request) {
    String name = name(ctx);
    return HttpResponse.of(() -> answer(() -> delete(name)), ctx.blockingTaskExecutor());
  }

  private HttpResponse answer(Supplier<HttpResponse> change) {
    try {
      synchronized (changing) {
        return change.get();
      }
    } catch (BadQuestionException e) {
      metrics.changed(Change.INVALID);
      return Json.error(HttpStatus.BAD_REQUEST, e.getMessage());
    } catch (StoreException | UnsupportedOperationException e) {
      metrics.changed(Change.FAILED);
      LOG.warn("A document was not changed", e);
      return Json.error(HttpStatus.SERVICE_UNAVAILABLE, "Not changed: " + e.getMessage());
    }
  }

  private HttpResponse put(String name, AggregatedHttpRequest request, boolean prune) {
    if (!NAME.matcher(name).matches()) {
      throw new BadQuestionException(
          "name", name, "at most 63 of a-z, 0-9 and -, with no - at an end");
    }
    String text = utf8(request);
    Optional<SloDocument> before = find(name);
    Optional<HttpResponse> tooMuch = tooMuch(name, text);
    if (tooMuch.isPresent()) {
      metrics.changed(Change.OVER_CAPACITY);
      return tooMuch.get();
    }
    Judgement judgement = book.judge(name, Optional.of(text));
    if (judgement.errors() > 0) {
      return refused(HttpStatus.BAD_REQUEST, name, judgement);
    }
    if (judgement.objects().isEmpty()) {
      throw new BadQuestionException("body", "no objects", "apiVersion: openslo/v1, kind: SLO, …");
    }
    SloDocument document =
        SloDocument.newBuilder()
            .setName(name)
            .setText(text)
            .addAllObjects(judgement.objects())
            .setWrittenNs(TimeRange.nanos(clock.instant()))
            .build();
    List<String> gone = gone(before, document);
    if (!gone.isEmpty() && !prune) {
      metrics.changed(Change.CONFLICT);
      return Json.error(
          HttpStatus.CONFLICT,
          name
              + " is there already, and defines "
              + String.join(", ", gone)
              + " besides. Take another name, or drop them with prune=true.",
          Map.of("gone", gone));
    }
    book.put(document);
    metrics.changed(Change.KEPT);
    LOG.info(
        "SLO document kept name={} objects={} gone={}", name, judgement.objects().size(), gone);
    Kept kept = new Kept(SloDocumentRow.of(document), judgement.problems());
    return before.isPresent() ? Json.ok(kept) : Json.created(kept);
  }

  private static String utf8(AggregatedHttpRequest request) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(request.content().array()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadQuestionException("body: no UTF-8 (expected: YAML in UTF-8)", e);
    }
  }

  private Optional<HttpResponse> tooMuch(String name, String text) {
    int bytes = SloDocumentRow.bytes(text);
    if (bytes > BYTES_MAX) {
      return Optional.of(
          Json.error(
              HttpStatus.REQUEST_ENTITY_TOO_LARGE,
              "body: " + bytes + " bytes (expected: at most " + BYTES_MAX + "; make it several)"));
    }
    int documents = 1;
    long all = bytes;
    for (SloDocument other : book.documents()) {
      if (!other.getFromFile() && !other.getName().equals(name)) {
        documents++;
        all += SloDocumentRow.bytes(other.getText());
      }
    }
    if (documents > DOCUMENTS_MAX || all > ALL_BYTES_MAX) {
      return Optional.of(
          Json.error(
              HttpStatus.INSUFFICIENT_STORAGE,
              "documents: %d of %d bytes (expected: at most %d of %d; delete some first)"
                  .formatted(documents, all, DOCUMENTS_MAX, ALL_BYTES_MAX)));
    }
    return Optional.empty();
  }

  private HttpResponse refused(HttpStatus status, String name, Judgement judgement) {
    metrics.changed(status == HttpStatus.CONFLICT ? Change.CONFLICT : Change.INVALID);
    long errors = judgement.errors();
    return Json.error(
        status,
        name + ": " + errors + (errors == 1 ? " error" : " errors") + ", nothing was changed",
        Map.of("problems", judgement.problems()));
  }

  /** What a document defined and does no more. */
  private static List<String> gone(Optional<SloDocument> before, SloDocument after) {
    List<String> gone =
        new ArrayList<>(
            before.map(document -> SloDocumentRow.of(document).objects()).orElse(List.of()));
    gone.removeAll(SloDocumentRow.of(after).objects());
    return gone;
  }

  private HttpResponse delete(String name) {
    Optional<SloDocument> found = find(name);
    if (found.isEmpty()) {
      return Json.error(HttpStatus.NOT_FOUND, unknown(name));
    }
    Judgement judgement = book.judge(name, Optional.empty());
    if (judgement.errors() > 0) {
      return refused(HttpStatus.CONFLICT, name, judgement);
    }
    book.delete(found.get());
    metrics.changed(Change.DELETED);
    LOG.info("SLO document deleted name={}", name);
    return Json.ok(new Kept(SloDocumentRow.of(found.get()), List.of()));
  }
}
