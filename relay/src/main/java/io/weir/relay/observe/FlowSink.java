package io.weir.relay.observe;

/** Where the answers of one query go. Confined to the query's thread. */
interface FlowSink {
  /**
   * Sends an answer, waiting while the client is slow.
   *
   * @throws ClientGoneException if the client has gone
   */
  void send(Answer answer) throws ClientGoneException, InterruptedException;

  /** True once the client has gone. */
  boolean isGone();

  /** The client ended the call; there is nobody to tell. */
  final class ClientGoneException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientGoneException() {
      super("the client ended the call", null, false, false);
    }
  }
}
