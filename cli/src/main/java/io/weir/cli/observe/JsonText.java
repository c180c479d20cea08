package io.weir.cli.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * JSON as UTF-8, in a buffer that grows. Strings are escaped as Gson escapes them, so also for
 * HTML. Confined to one thread.
 */
final class JsonText {
  private static final int ROOM = 4_096;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** What stands behind the backslash: 0 for nothing to escape, {@code u} for four digits. */
  private static final byte[] ESCAPES = new byte[128];

  static {
    Arrays.fill(ESCAPES, 0, 0x20, (byte) 'u');
    for (char html : "<>&='".toCharArray()) {
      ESCAPES[html] = 'u';
    }
    ESCAPES['\t'] = 't';
    ESCAPES['\b'] = 'b';
    ESCAPES['\n'] = 'n';
    ESCAPES['\r'] = 'r';
    ESCAPES['\f'] = 'f';
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
  }

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private byte[] bytes = new byte[ROOM];
  private int size;

  int size() {
    return size;
  }

  /** Forgets what was written behind {@code size}. */
  void cut(int newSize) {
    size = newSize;
  }

  boolean startsWith(byte[] ascii) {
    return size >= ascii.length && Arrays.equals(bytes, 0, ascii.length, ascii, 0, ascii.length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  void put(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
  }

  void put(byte[] ascii) {
    room(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
  }

  @SuppressWarnings("deprecation") // the fastest way there is, and right for ASCII
  void put(String ascii) {
    int length = ascii.length();
    room(length);
    ascii.getBytes(0, length, bytes, size);
    size += length;
  }

  void putNumber(long value) {
    if (value < 0) {
      put(Long.toString(value));
      return;
    }
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    putDigits(value, digits);
  }

  /** The last digits of a number that is not negative, with zeros in front. */
  void putDigits(long value, int digits) {
    room(digits);
    long rest = value;
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  void putBase64(byte[] source, int from, int end) {
    put('"');
    put(Base64.getEncoder().encode(Arrays.copyOfRange(source, from, end)));
    put('"');
  }

  /**
   * A string in quotes.
   *
   * @param source holds UTF-8
   * @throws CharacterCodingException if it does not
   */
  void putString(byte[] source, int from, int end) throws CharacterCodingException {
    int start = size;
    put('"');
    room(6 * (end - from) + 1);
    int at = size;
    for (int i = from; i < end; i++) {
      byte b = source[i];
      if (b < 0) {
        size = start;
        putUnicode(source, from, end);
        return;
      }
      byte escape = ESCAPES[b];
      if (escape == 0) {
        bytes[at++] = b;
      } else {
        at = escaped(b, escape, at);
      }
    }
    size = at;
    put('"');
  }

  private int escaped(int code, byte escape, int from) {
    int at = from;
    bytes[at++] = '\\';
    bytes[at++] = escape;
    if (escape == 'u') {
      for (int shift = 12; shift >= 0; shift -= 4) {
        bytes[at++] = HEX[code >> shift & 0xf];
      }
    }
    return at;
  }

  private void putUnicode(byte[] source, int from, int end) throws CharacterCodingException {
    // Refuses what is no UTF-8; beyond that, only two characters differ from their bytes.
    CharBuffer chars = decoder.decode(ByteBuffer.wrap(source, from, end - from));
    put('"');
    int plain = 0;
    for (int i = 0; i < chars.length(); i++) {
      char c = chars.charAt(i);
      byte escape = c < ESCAPES.length ? ESCAPES[c] : (byte) (c >> 1 == 0x2028 >> 1 ? 'u' : 0);
      if (escape != 0) {
        putPlain(chars, plain, i);
        room(6);
        size = escaped(c, escape, size);
        plain = i + 1;
      }
    }
    putPlain(chars, plain, chars.length());
    put('"');
  }

  private void putPlain(CharBuffer chars, int from, int end) {
    put(chars.subSequence(from, end).toString().getBytes(StandardCharsets.UTF_8));
  }
}
