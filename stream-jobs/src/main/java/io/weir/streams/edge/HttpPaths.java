package io.weir.streams.edge;

import java.util.regex.Pattern;

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
  private static final int UUID_LENGTH = 36;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern HEX = Pattern.compile("(?=.*[0-9])[0-9a-fA-F]{8,}");
  private static final Pattern MIXED =
      Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_=~.-]{16,}");

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
    if (segment.length() > SEGMENT_LENGTH_MAX || segment.indexOf('@') >= 0) {
      return true;
    }
    // Most segments are words; of what the patterns match, only a UUID can do without a digit.
    if (!hasDigit(segment) && segment.length() != UUID_LENGTH) {
      return false;
    }
    return NUMBER.matcher(segment).matches()
        || UUID.matcher(segment).matches()
        || HEX.matcher(segment).matches()
        || MIXED.matcher(segment).matches();
  }

  private static boolean hasDigit(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) >= '0' && segment.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }
}
