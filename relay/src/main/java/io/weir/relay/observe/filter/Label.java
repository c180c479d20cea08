package io.weir.relay.observe.filter;

/**
 * A label as flows carry it: {@code source:key=value}, {@code key=value}, {@code reserved:world}.
 *
 * @param source where it comes from; empty when the text names none
 * @param key the name
 * @param value empty when there is none
 */
record Label(String source, String key, String value) {
  static Label parse(String text) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    int colon = name.indexOf(':');
    return colon < 0
        ? new Label("", name, value)
        : new Label(name.substring(0, colon), name.substring(colon + 1), value);
  }
}
