package io.weir.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place {@code line 7}, or the name of an environment variable
 * @param key the path of keys, {@code ingest.queue-size-max}; empty for the whole file
 * @param message value and rule: {@code 0 (expected: >= 1 flow)}
 */
public record Problem(String place, String key, String message) {
  @Override
  public String toString() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}
