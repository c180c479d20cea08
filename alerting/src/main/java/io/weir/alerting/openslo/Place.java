package io.weir.alerting.openslo;

import org.yaml.snakeyaml.error.Mark;

/**
 * Where something stands.
 *
 * @param file as it was named
 * @param line from 1
 * @param column from 1
 * @param path {@code spec.objectives[0].target}; empty for a whole document
 */
public record Place(String file, int line, int column, String path) {
  static Place of(String file, Mark mark, String path) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1, path);
  }

  /** A file as a whole. */
  static Place file(String file) {
    return new Place(file, 1, 1, "");
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
