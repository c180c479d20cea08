package io.weir.alerting.suggest;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

/** Names of documents, and of the services they are about. */
final class SuggestionNames {
  private static final int NAME_MAX = 63;
  private static final int CHECK_LENGTH = 9;

  /** Services by what their documents would be called, and by what people call them. */
  private final Map<String, Integer> bases = new HashMap<>();

  private final Map<String, Integer> labels = new HashMap<>();

  SuggestionNames(List<ObservedService> services) {
    for (ObservedService service : services) {
      bases.merge(base(service), 1, Integer::sum);
      labels.merge(service.label(), 1, Integer::sum);
    }
  }

  /**
   * {@code namespace-name-indicator}, as a DNS label. What would be too long, or another service's
   * too, ends with a check sum of who is meant.
   */
  String of(ObservedService service, SuggestedIndicator indicator) {
    String base = base(service);
    String end = "-" + indicator.word();
    boolean shared = bases.getOrDefault(base, 0) > 1;
    int room = NAME_MAX - end.length() - (shared ? CHECK_LENGTH : 0);
    if (!shared && base.length() <= room) {
      return base + end;
    }
    int cut = Math.min(base.length(), NAME_MAX - end.length() - CHECK_LENGTH);
    return base.substring(0, cut).replaceAll("-+$", "") + "-" + check(service) + end;
  }

  private static String base(ObservedService service) {
    String base =
        (service.namespace() + "-" + service.name())
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    return base.isEmpty() ? "service" : base;
  }

  private static String check(ObservedService service) {
    CRC32 sum = new CRC32();
    sum.update(whole(service).getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  /**
   * {@code namespace/name} where that is one service alone, so that it stays the same when its kind
   * changes; else all four parts.
   */
  String selector(ObservedService service) {
    boolean plain =
        !service.namespace().isEmpty()
            && service.label().indexOf('/') == service.label().lastIndexOf('/');
    return plain && labels.getOrDefault(service.label(), 0) == 1 ? service.label() : whole(service);
  }

  /** A part that has a slash would look like two: {@code *} stands for it. */
  private static String whole(ObservedService service) {
    return String.join(
        "/",
        service.cluster(),
        service.namespace(),
        service.kind(),
        service.name().replace('/', '*'));
  }
}
