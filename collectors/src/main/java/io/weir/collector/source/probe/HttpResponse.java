package io.weir.collector.source.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP/1.1 response, read with limits: lines up to 8 KiB, 100 headers, the first 64 KiB of the
 * body. What is beyond the body's limit is not read; whatever breaks another limit is a {@link
 * ProtocolException}.
 *
 * @param headers by lower-case name; of repeated ones the first
 * @param body its beginning, as ISO 8859-1 so that every byte is a character
 */
record HttpResponse(int status, Map<String, String> headers, String body) {
  private static final int LINE_MAX = 8 * 1_024;
  private static final int HEADERS_MAX = 100;
  static final int BODY_MAX = 64 * 1_024;

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Reads the answer to a GET.
   *
   * @param firstByte called once the first byte of the final response is there
   */
  static HttpResponse read(InputStream in, Runnable firstByte) throws IOException {
    while (true) {
      int status = status(line(in, firstByte));
      var headers = headers(in);
      // Early hints and other interim responses come before the real one.
      if (status >= 200 || status == 101) {
        return new HttpResponse(status, headers, body(in, status, headers));
      }
    }
  }

  private static int status(String line) throws ProtocolException {
    if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
      throw new ProtocolException("not an HTTP/1 response: " + shortened(line));
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    for (int count = 0; ; count++) {
      String line = line(in, () -> {});
      if (line.isEmpty()) {
        return headers;
      }
      if (count >= HEADERS_MAX) {
        throw new ProtocolException("more than " + HEADERS_MAX + " headers");
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("not a header: " + shortened(line));
      }
      headers.putIfAbsent(
          line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip());
    }
  }

  private static String body(InputStream in, int status, Map<String, String> headers)
      throws IOException {
    var body = new ByteArrayOutputStream();
    if (status == 101 || status == 204 || status == 304) {
      return "";
    }
    String length = headers.get("content-length");
    if (headers
        .getOrDefault("transfer-encoding", "")
        .toLowerCase(Locale.ROOT)
        .endsWith("chunked")) {
      readChunks(in, body);
    } else if (length != null) {
      readExactly(in, body, number(length, 10));
    } else {
      body.write(in.readNBytes(BODY_MAX));
    }
    return body.toString(StandardCharsets.ISO_8859_1);
  }

  private static void readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
    while (body.size() < BODY_MAX) {
      String size = line(in, () -> {}).split(";", 2)[0].strip();
      long length = number(size, 16);
      if (length == 0) {
        return;
      }
      readExactly(in, body, length);
      if (body.size() < BODY_MAX && !line(in, () -> {}).isEmpty()) {
        throw new ProtocolException("a chunk is longer than it says");
      }
    }
  }

  private static void readExactly(InputStream in, ByteArrayOutputStream body, long length)
      throws IOException {
    int wanted = (int) Math.min(length, BODY_MAX - body.size());
    byte[] bytes = in.readNBytes(wanted);
    body.write(bytes);
    if (bytes.length < wanted) {
      throw new EOFException("the body ended after " + body.size() + " bytes");
    }
  }

  private static long number(String text, int radix) throws ProtocolException {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new ProtocolException("not a length: " + shortened(text));
  }

  private static String line(InputStream in, Runnable firstByte) throws IOException {
    var line = new StringBuilder();
    boolean first = true;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException(
            first ? "the connection was closed without an answer" : "the head ended in a line");
      }
      if (first) {
        firstByte.run();
        first = false;
      }
      if (line.length() >= LINE_MAX) {
        throw new ProtocolException("a line of the head is longer than " + LINE_MAX + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }

  private static String shortened(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
  }
}
