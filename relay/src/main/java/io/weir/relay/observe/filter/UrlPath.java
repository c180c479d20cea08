package io.weir.relay.observe.filter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The decoded path of a URL, absolute or not. Lenient: proxies log what clients sent, and what
 * {@link java.net.URI} refuses is still worth finding.
 */
final class UrlPath {
  private UrlPath() {}

  static String of(String url) {
    String rest = cut(cut(url, '#'), '?');
    int scheme = rest.indexOf("://");
    if (scheme >= 0 && rest.indexOf('/') == scheme + 1) {
      int path = rest.indexOf('/', scheme + 3);
      rest = path < 0 ? "" : rest.substring(path);
    }
    return rest.indexOf('%') < 0 ? rest : decode(rest);
  }

  private static String cut(String text, char at) {
    int end = text.indexOf(at);
    return end < 0 ? text : text.substring(0, end);
  }

  private static String decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (in[i] == '%' && high >= 0 && low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(in[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
