package io.weir.flowtext;

/** Terminal colours, or none. Data from the server cannot bring its own: it is escaped. */
public final class Colors {
  private final boolean on;

  public Colors(boolean on) {
    this.on = on;
  }

  public String red(String text) {
    return color(31, text);
  }

  public String green(String text) {
    return color(32, text);
  }

  public String yellow(String text) {
    return color(33, text);
  }

  public String magenta(String text) {
    return color(35, text);
  }

  public String cyan(String text) {
    return color(36, text);
  }

  private String color(int code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Shows control characters instead of obeying them. */
  public static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        if (escaped == null) {
          escaped = new StringBuilder(text.substring(0, i));
        }
        escaped.append("\\u%04x".formatted((int) c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }
}
