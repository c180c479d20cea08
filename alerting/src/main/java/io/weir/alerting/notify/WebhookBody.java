package io.weir.alerting.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * An alert as the body of Alertmanager's webhooks, version 4, which receivers know. Each alert is a
 * group of its own, as with {@code group_by: ['...']}: receivers that tell incidents apart by their
 * {@code groupKey} do so by the alert. Pure.
 */
final class WebhookBody {
  /** What Alertmanager says for the end of what goes on. */
  private static final String NO_END = "0001-01-01T00:00:00Z";

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int SEPARATOR = 0xff;

  private WebhookBody() {}

  static String of(Alert alert) {
    String status = alert.resolvedAt().isPresent() ? "resolved" : "firing";
    StringBuilder json = new StringBuilder("{\"version\":\"4\",\"groupKey\":");
    AlertJson.text(json, groupKey(alert.labels()));
    json.append(",\"truncatedAlerts\":0,\"status\":\"").append(status);
    json.append("\",\"receiver\":\"weir\",\"groupLabels\":");
    AlertJson.object(json, alert.labels());
    json.append(",\"commonLabels\":");
    AlertJson.object(json, alert.labels());
    json.append(",\"commonAnnotations\":");
    AlertJson.object(json, alert.annotations());
    json.append(",\"externalURL\":\"\",\"alerts\":[{\"status\":\"").append(status);
    json.append("\",\"labels\":");
    AlertJson.object(json, alert.labels());
    json.append(",\"annotations\":");
    AlertJson.object(json, alert.annotations());
    json.append(",\"startsAt\":\"").append(alert.startsAt());
    json.append("\",\"endsAt\":\"").append(alert.resolvedAt().map(Object::toString).orElse(NO_END));
    json.append("\",\"generatorURL\":\"\",\"fingerprint\":\"").append(fingerprint(alert.labels()));
    return json.append("\"}]}").toString();
  }

  private static String groupKey(SortedMap<String, String> labels) {
    return labels.entrySet().stream()
        .map(WebhookBody::matcher)
        .collect(Collectors.joining(", ", "{}:{", "}"));
  }

  private static String matcher(Map.Entry<String, String> label) {
    String value = label.getValue().replace("\\", "\\\\").replace("\"", "\\\"");
    return label.getKey() + "=\"" + value.replace("\n", "\\n") + '"';
  }

  /**
   * The name that Alertmanager has for these labels: FNV-1a of names and values in order, with a
   * byte that no text holds after each.
   */
  static String fingerprint(SortedMap<String, String> labels) {
    long hash = FNV_OFFSET;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      hash = plus(plus(hash, label.getKey()), label.getValue());
    }
    return String.format(Locale.ROOT, "%016x", hash);
  }

  private static long plus(long hash, String text) {
    long sum = hash;
    for (byte b : text.getBytes(UTF_8)) {
      sum = (sum ^ (b & 0xff)) * FNV_PRIME;
    }
    return (sum ^ SEPARATOR) * FNV_PRIME;
  }
}
