package io.weir.dashboards.answer;

import io.weir.slo.v1.SloDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OpenSLO document in force.
 *
 * @param name of it; of a file its path
 * @param from {@code api} or {@code file}
 * @param objects that it defines, {@code SLO/checkout}
 * @param bytes of its text; absent for a file
 * @param writtenAt when it was put; absent for a file
 */
public record SloDocumentRow(
    String name,
    String from,
    List<String> objects,
    Optional<Integer> bytes,
    Optional<Instant> writtenAt) {
  /** The orders that can be asked for; the first is the default. */
  public static final Map<String, Comparator<SloDocumentRow>> ORDERS = orders();

  private static Map<String, Comparator<SloDocumentRow>> orders() {
    Comparator<SloDocumentRow> name =
        Comparator.comparing(SloDocumentRow::from).thenComparing(SloDocumentRow::name);
    Map<String, Comparator<SloDocumentRow>> orders = new LinkedHashMap<>();
    orders.put("name", name);
    orders.put(
        "newest",
        Comparator.comparing((SloDocumentRow row) -> row.writtenAt().orElse(Instant.EPOCH))
            .reversed()
            .thenComparing(name));
    return orders;
  }

  /** As it is listed. */
  public static SloDocumentRow of(SloDocument document) {
    boolean file = document.getFromFile();
    return new SloDocumentRow(
        document.getName(),
        file ? "file" : "api",
        document.getObjectsList().stream()
            .map(object -> object.getKind() + "/" + object.getName())
            .toList(),
        file ? Optional.empty() : Optional.of(bytes(document.getText())),
        file ? Optional.empty() : Optional.of(TimeRange.instant(document.getWrittenNs())));
  }

  /** How long a text is in UTF-8. */
  public static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** About all rows. */
  public static String summary(List<SloDocumentRow> rows) {
    long api = rows.stream().filter(row -> row.from().equals("api")).count();
    return rows.isEmpty()
        ? "No documents. Put one with weir slo apply FILE."
        : Words.count(api, "document") + " of the API, " + (rows.size() - api) + " of files.";
  }
}
