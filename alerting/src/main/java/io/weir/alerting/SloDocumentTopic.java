package io.weir.alerting;

import io.weir.alerting.openslo.DocumentRecords;
import io.weir.codec.Codecs;
import io.weir.runtime.StartException;
import io.weir.slo.v1.SloDocument;
import io.weir.storage.table.TopicTable;
import io.weir.storage.table.TopicWriter;
import io.weir.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The alerting role's side of {@code weir.slo-documents.v1}: reads what people put through the API,
 * and says what the files define, so that the API can refuse to define it again.
 */
final class SloDocumentTopic implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final TopicTable<SloDocument> table;
  private final TopicWriter<SloDocument> writer;
  private final CountDownLatch read = new CountDownLatch(1);

  /**
   * @param changed is called after each change once all was read, on a thread of the table
   */
  SloDocumentTopic(String bootstrapServers, Runnable changed) {
    Map<String, String> kafka = Map.of("bootstrap.servers", bootstrapServers);
    this.writer = new TopicWriter<>(Topic.SLO_DOCUMENTS, Codecs.sloDocuments(), kafka);
    this.table =
        new TopicTable<>(
            Topic.SLO_DOCUMENTS,
            Codecs.sloDocuments(),
            kafka,
            new TopicTable.Listener<>() {
              @Override
              public void changed(String key, Optional<SloDocument> value) {
                if (read.getCount() == 0) {
                  changed.run();
                }
              }

              @Override
              public void caughtUp() {
                read.countDown();
              }
            });
  }

  /**
   * Returns when all that was put before is read: objectives that are not known yet would be taken
   * for withdrawn, and what was counted for them forgotten.
   *
   * @throws StartException if the topic cannot be read
   */
  void start() throws StartException, InterruptedException {
    table.start();
    if (!read.await(WAIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new StartException(
          "Cannot read %s within %d s. The relay makes the topic: start it, and look at kafka.bootstrap-servers."
              .formatted(Topic.SLO_DOCUMENTS.topicName(), WAIT.toSeconds()));
    }
  }

  /** The texts of the API by their place. */
  Map<String, String> texts() {
    return DocumentRecords.texts(table.values().values());
  }

  /**
   * Brings what is said of files in line with them.
   *
   * @throws io.weir.storage.StoreException when Kafka did not take it
   */
  void tell(List<SloDocument> files) {
    Map<String, SloDocument> wanted =
        files.stream().collect(Collectors.toMap(DocumentRecords::key, file -> file));
    Map<String, SloDocument> standing = Map.copyOf(table.values());
    wanted.forEach(
        (key, file) -> {
          if (!file.equals(standing.get(key))) {
            writer.write(key, Optional.of(file));
          }
        });
    standing.forEach(
        (key, document) -> {
          if (document.getFromFile() && !wanted.containsKey(key)) {
            writer.write(key, Optional.empty());
          }
        });
  }

  @Override
  public void close() {
    table.close();
    writer.close();
  }
}
