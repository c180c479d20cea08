package io.weir.collector.source.probe;

/**
 * A header of an httpGet probe.
 *
 * @param name a token; {@code Host} replaces the host of the URL
 * @param value one line
 */
public record HttpHeader(String name, String value) {
  public static final HttpHeader DEFAULT = new HttpHeader("Accept", "*/*");

  public HttpHeader {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("name: " + name + " (expected: a header name)");
    }
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      throw new IllegalArgumentException("value: of " + name + " (expected: one line)");
    }
  }
}
