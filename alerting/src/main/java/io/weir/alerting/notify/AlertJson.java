package io.weir.alerting.notify;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Alerts as JSON. Pure. */
final class AlertJson {
  private AlertJson() {}

  /**
   * Alerts as API version 2 of Alertmanager takes them.
   *
   * @param openUntil when open ones end if nobody says more
   */
  static String array(List<Alert> alerts, Instant openUntil) {
    StringBuilder json = new StringBuilder("[");
    for (Alert alert : alerts) {
      json.append(json.length() == 1 ? "" : ",").append("{\"labels\":");
      object(json, alert.labels());
      json.append(",\"annotations\":");
      object(json, alert.annotations());
      json.append(",\"startsAt\":");
      text(json, alert.startsAt().toString());
      json.append(",\"endsAt\":");
      text(json, alert.resolvedAt().orElse(openUntil).toString());
      json.append('}');
    }
    return json.append(']').toString();
  }

  static void object(StringBuilder json, Map<String, String> values) {
    json.append('{');
    boolean first = true;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      json.append(first ? "" : ",");
      text(json, entry.getKey());
      json.append(':');
      text(json, entry.getValue());
      first = false;
    }
    json.append('}');
  }

  static void text(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
