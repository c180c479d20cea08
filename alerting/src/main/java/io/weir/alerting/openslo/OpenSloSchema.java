package io.weir.alerting.openslo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The JSON Schema (draft-07) of the documents, for editors: what the readers of this package take,
 * as far as one object by itself shows it.
 */
public final class OpenSloSchema {
  private static final String RESOURCE = "/openslo.schema.json";

  private OpenSloSchema() {}

  /** JSON. */
  public static String text() {
    try (InputStream in = OpenSloSchema.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE + " of the jar", e);
    }
  }
}
