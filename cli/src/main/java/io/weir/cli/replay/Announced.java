package io.weir.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.streams.flink.ReplayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The addresses that a running {@code weir up} has written down. */
final class Announced {
  private final JsonNode addresses;

  private Announced(JsonNode addresses) {
    this.addresses = addresses;
  }

  /** What {@code file} says; nothing without one. */
  static Announced read(Optional<Path> file) throws ReplayException {
    ObjectMapper json = new ObjectMapper();
    if (file.isEmpty()) {
      return new Announced(json.createObjectNode());
    }
    try {
      return new Announced(json.readTree(Files.readString(file.get())));
    } catch (IOException e) {
      throw new ReplayException(
          "--announce "
              + file.get()
              + ": cannot be read ("
              + e
              + "). It is there while `weir up --announce FILE` runs.",
          e);
    }
  }

  /** The address called {@code key}. */
  Optional<String> address(String key) {
    return Optional.ofNullable(addresses.get(key)).map(JsonNode::asText);
  }
}
