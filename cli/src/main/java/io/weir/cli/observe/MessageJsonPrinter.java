package io.weir.cli.observe;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * One JSON object a line, with the names of the proto files.
 *
 * @param <E> what is printed
 */
final class MessageJsonPrinter<E extends Message> implements EventPrinter<E> {
  private final JsonFormat.Printer json =
      JsonFormat.printer().preservingProtoFieldNames().omittingInsignificantWhitespace();
  private final Function<E, Optional<? extends Message>> part;

  private MessageJsonPrinter(Function<E, Optional<? extends Message>> part) {
    this.part = part;
  }

  /** All of each event. */
  static <E extends Message> MessageJsonPrinter<E> whole() {
    return new MessageJsonPrinter<>(Optional::of);
  }

  /** What {@code part} takes out of each event; nothing where there is no such part. */
  static <E extends Message> MessageJsonPrinter<E> part(
      Function<E, Optional<? extends Message>> part) {
    return new MessageJsonPrinter<>(part);
  }

  @Override
  public String line(E event) {
    Optional<? extends Message> message = part.apply(event);
    try {
      return message.isEmpty() ? "" : json.print(message.get());
    } catch (InvalidProtocolBufferException e) {
      // Only an extension of an unknown type has no JSON.
      throw new IllegalArgumentException(
          "An event cannot be written as JSON: " + e.getMessage(), e);
    }
  }
}
