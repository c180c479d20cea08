package io.weir.cli.server;

import io.weir.alerting.openslo.Admission;
import io.weir.alerting.openslo.DocumentRecords;
import io.weir.alerting.openslo.Finding;
import io.weir.codec.Codecs;
import io.weir.dashboards.answer.DocumentBook;
import io.weir.dashboards.answer.DocumentProblem;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.slo.v1.SloDocument;
import io.weir.storage.StoreException;
import io.weir.storage.table.TopicTable;
import io.weir.storage.table.TopicWriter;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenSLO documents of the API: kept in their topic, and judged as the alerting role will judge
 * them. A change returns when this process reads it back, so that the next one is judged by it.
 */
final class SloDocumentTable implements Role, DocumentBook {
  private static final Duration READ_BACK_MAX = Duration.ofSeconds(10);

  private final Admission admission;
  private final TopicTable<SloDocument> table;
  private final TopicWriter<SloDocument> writer;
  private final Object changed = new Object();

  /**
   * @param admission by the thresholds of the jobs
   */
  SloDocumentTable(String bootstrapServers, Admission admission) {
    this.admission = admission;
    Map<String, String> kafka = Map.of("bootstrap.servers", bootstrapServers);
    writer = new TopicWriter<>(Topic.SLO_DOCUMENTS, Codecs.sloDocuments(), kafka);
    table =
        new TopicTable<>(
            Topic.SLO_DOCUMENTS,
            Codecs.sloDocuments(),
            kafka,
            (key, value) -> {
              synchronized (changed) {
                changed.notifyAll();
              }
            });
  }

  @Override
  public String name() {
    return "slo-documents";
  }

  @Override
  public void start() {
    table.start();
  }

  /** Always: every other question is answered without them. */
  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  @Override
  public Collection<SloDocument> documents() {
    return List.copyOf(table.values().values());
  }

  @Override
  public Judgement judge(String name, Optional<String> text) {
    if (!table.isCaughtUp()) {
      throw new StoreException(
          "what is there already is still being read from "
              + Topic.SLO_DOCUMENTS.topicName()
              + ". Try again in a moment.");
    }
    return judge(admission, documents(), name, text);
  }

  static Judgement judge(
      Admission admission, Collection<SloDocument> standing, String name, Optional<String> text) {
    Admission.Judgement judged =
        text.map(put -> admission.put(standing, name, put))
            .orElseGet(() -> admission.delete(standing, name));
    return new Judgement(
        judged.findings().stream().map(SloDocumentTable::problem).toList(), judged.objects());
  }

  private static DocumentProblem problem(Finding finding) {
    return new DocumentProblem(
        finding.place().file(),
        finding.severity().word(),
        finding.place().line(),
        finding.place().column(),
        finding.place().path(),
        finding.message(),
        finding.suggestion());
  }

  @Override
  public void put(SloDocument document) {
    write(DocumentRecords.key(document), Optional.of(document));
  }

  @Override
  public void delete(SloDocument document) {
    write(DocumentRecords.key(document), Optional.empty());
  }

  private void write(String key, Optional<SloDocument> value) {
    writer.write(key, value);
    long deadline = System.nanoTime() + READ_BACK_MAX.toNanos();
    synchronized (changed) {
      while (!Optional.ofNullable(table.values().get(key)).equals(value)) {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
          throw new StoreException(
              "it is written, but was not read back within "
                  + READ_BACK_MAX.toSeconds()
                  + " s. Look at weir slo documents.");
        }
        await(leftMs);
      }
    }
  }

  private void await(long ms) {
    try {
      changed.wait(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while it was read back", e);
    }
  }

  @Override
  public void close() {
    table.close();
    writer.close();
  }
}
