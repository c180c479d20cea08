package io.weir.relay.publish;

/**
 * Events could not be handed to Kafka, or Kafka refused them for good. What the writer was given
 * and has not confirmed may or may not be in Kafka; sending it again is safe.
 */
public final class PublishException extends Exception {
  private static final long serialVersionUID = 1L;

  public PublishException(String message) {
    super(message);
  }

  public PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}
