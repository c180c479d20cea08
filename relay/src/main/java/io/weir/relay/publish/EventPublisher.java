package io.weir.relay.publish;

/**
 * Hands records to the stream that everything else reads.
 *
 * <p>Readers deduplicate with one number per partition and collector ({@link
 * io.weir.model.SeenNumbers}), which is exact as long as each collector's numbers <em>first</em>
 * appear in ascending order. Two rules together give that, however many writers and relays write at
 * the same time:
 *
 * <ol>
 *   <li>A writer's records reach each partition as a prefix of what it was given, in that order:
 *       after a record that fails no later one of its partition arrives. This interface promises
 *       it.
 *   <li>A writer starts at or below the collector's first unacknowledged number and leaves none
 *       out. Collectors promise it; {@code relay.ingest} checks it within a stream.
 * </ol>
 *
 * <p>Proof: let number n first appear in a partition through writer W. A smaller number of that
 * partition was either acknowledged before W started, so it is there; or W was given it before n,
 * and by rule 1 it came before n. Late leftovers of an older writer only repeat numbers.
 */
public interface EventPublisher {
  /**
   * A writer for one stream of events. Use it from one thread at a time.
   *
   * @throws PublishException if nothing can be published now; try again later
   */
  Writer open() throws PublishException;

  /** An ordered sequence of records. It holds nothing that needs closing. */
  interface Writer {
    /**
     * Takes a record. Waits while the memory for unsent records is full.
     *
     * @param completion told exactly once how it ended, by any thread, maybe before this returns;
     *     it must not block. Not told when this method throws.
     * @throws PublishException if this or an earlier record cannot be published; the writer stays
     *     useless from then on, so that rule 1 holds
     */
    void publish(TopicRecord record, Completion completion) throws PublishException;
  }

  /** How one record ended. */
  interface Completion {
    /** Kafka holds it, on every replica that is in sync. */
    void published();

    /** It may or may not be in Kafka; the writer is useless now. */
    void failed(PublishException cause);
  }
}
