package io.weir.cli.server;

import io.weir.alerting.openslo.Admission;
import io.weir.alerting.openslo.DocumentRecords;
import io.weir.alerting.openslo.Documents;
import io.weir.dashboards.answer.DocumentBook;
import io.weir.slo.v1.SloDocument;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps documents without Kafka; judges them as the server does. */
public final class InMemoryDocuments implements DocumentBook {
  private final Map<String, SloDocument> documents = new ConcurrentSkipListMap<>();
  private final Admission admission;

  public InMemoryDocuments(Admission admission) {
    this.admission = admission;
  }

  /** As the alerting role tells of a file. */
  public void file(String path, String read) {
    DocumentRecords.ofFiles(Documents.ofPaths(List.of(Path.of(read))))
        .forEach(file -> put(file.toBuilder().setName(path).build()));
  }

  @Override
  public Collection<SloDocument> documents() {
    return List.copyOf(documents.values());
  }

  @Override
  public Judgement judge(String name, Optional<String> text) {
    return SloDocumentTable.judge(admission, documents(), name, text);
  }

  @Override
  public void put(SloDocument document) {
    documents.put(DocumentRecords.key(document), document);
  }

  @Override
  public void delete(SloDocument document) {
    documents.remove(DocumentRecords.key(document));
  }
}
