package io.weir.streams.edge;

/**
 * The path of a URL with identifiers folded to {@code *}, so that {@code /users/17} and {@code
 * /users/18} are one call.
 *
 * <p>A segment is an identifier when it is a number, a UUID, hexadecimal with a digit from 8
 * characters on, an address with {@code @}, or letters mixed with digits from 16 characters on.
 * {@code v1}, {@code python3} or {@code 2fa} stay. Only the first {@value #SEGMENTS_MAX} segments
 * are kept, the rest becomes {@code …}.
 */
public final class HttpPaths {
  static final int SEGMENTS_MAX = 8;
  private static final int SEGMENT_LENGTH_MAX = 64;
  private static final int HEX_LENGTH_MIN = 8;
  private static final int MIXED_LENGTH_MIN = 16;
  private static final int UUID_LENGTH = 36;
  private static final String MARKS = "_=~.-";

  private HttpPaths() {}

  /** {@code http://shop:80/users/17?x=1} becomes {@code /users/*}; no path is {@code /}. */
  public static String fold(String url) {
    String path = pathOf(url);
    StringBuilder folded = new StringBuilder(path.length());
    int segments = 0;
    for (String segment : path.substring(1).split("/", -1)) {
      if (++segments > SEGMENTS_MAX) {
        return folded.append("/…").toString();
      }
      folded.append('/').append(isIdentifier(segment) ? "*" : segment);
    }
    return folded.toString();
  }

  private static String pathOf(String url) {
    int end = url.length();
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        end = i;
        break;
      }
    }
    String rest = url.substring(0, end);
    int scheme = rest.indexOf("://");
    if (scheme >= 0) {
      int slash = rest.indexOf('/', scheme + 3);
      return slash < 0 ? "/" : rest.substring(slash);
    }
    int slash = rest.indexOf('/');
    return slash < 0 ? "/" : rest.substring(slash);
  }

  private static boolean isIdentifier(String segment) {
    int length = segment.length();
    if (length > SEGMENT_LENGTH_MAX || segment.indexOf('@') >= 0) {
      return true;
    }
    int digits = 0;
    int hexLetters = 0;
    int letters = 0;
    int marks = 0;
    for (int i = 0; i < length; i++) {
      char c = segment.charAt(i);
      if (isDigit(c)) {
        digits++;
      } else if (isLetter(c)) {
        letters++;
        hexLetters += isHex(c) ? 1 : 0;
      } else if (MARKS.indexOf(c) >= 0) {
        marks++;
      } else {
        return false;
      }
    }
    if (length == UUID_LENGTH && isUuid(segment)) {
      return true;
    }
    boolean number = digits == length;
    boolean hex = length >= HEX_LENGTH_MIN && digits + hexLetters == length;
    boolean mixed = length >= MIXED_LENGTH_MIN && letters > 0 && digits + letters + marks == length;
    return digits > 0 && (number || hex || mixed);
  }

  private static boolean isUuid(String segment) {
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = segment.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : !(isDigit(c) || isHex(c))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isHex(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
