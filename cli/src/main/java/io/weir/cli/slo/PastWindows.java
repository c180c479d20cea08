package io.weir.cli.slo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.cli.question.ApiClient;
import io.weir.cli.question.QuestionException;
import io.weir.series.v1.Peer;
import io.weir.series.v1.SliWindow;
import io.weir.series.v1.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Windows of indicators, read from the API a few hundred steps at a time, so that neither side
 * holds more than a page. Confined to one thread.
 */
final class PastWindows {
  private static final int PAGE_STEPS = 360;
  private static final int PAGE_STEPS_MAX = 1_440;
  private static final long NS_PER_MS = 1_000_000;

  /** Below so many windows in a page the next one is longer. */
  private static final int FEW = 20_000;

  private final ApiClient api;
  private final List<SliQuery> queries;
  private final Duration step;
  private boolean unknown;
  private long lost;

  /**
   * @param queries what to ask; they share no series
   * @param step length of the windows: 10 s, 1 min or 1 h
   */
  PastWindows(ApiClient api, List<SliQuery> queries, Duration step) {
    this.api = api;
    this.queries = List.copyOf(queries);
    this.step = step;
  }

  /** Is told up to when windows have been read. */
  interface Progress {
    void at(Instant time);
  }

  /**
   * When the archive begins.
   *
   * @return empty when nothing is archived
   */
  Optional<Instant> archiveBegin(Instant now) throws QuestionException, InterruptedException {
    if (queries.isEmpty()) {
      return Optional.empty();
    }
    JsonNode info = ask(queries.get(0), now.minus(step), now).path("info");
    return info.has("dataFrom")
        ? Optional.of(Instant.parse(info.get("dataFrom").asText()))
        : Optional.empty();
  }

  /**
   * Reads all windows that begin in {@code [from, to)}, in the order of their begin.
   *
   * @param from a multiple of the step
   */
  void read(Instant from, Instant to, Consumer<SliWindow> windows, Progress progress)
      throws QuestionException, InterruptedException {
    Duration page = step.multipliedBy(PAGE_STEPS);
    for (Instant at = from; at.isBefore(to); ) {
      Instant end = at.plus(page).isBefore(to) ? at.plus(page) : to;
      List<SliWindow> read;
      try {
        read = page(at, end);
      } catch (QuestionException e) {
        if (!e.tooLarge() || page.compareTo(step) <= 0) {
          throw e;
        }
        page = half(page);
        continue;
      }
      read.forEach(windows);
      at = end;
      progress.at(at);
      if (read.size() < FEW && page.dividedBy(step) < PAGE_STEPS_MAX) {
        page = page.multipliedBy(2);
      }
    }
  }

  private Duration half(Duration page) {
    long steps = page.dividedBy(step) / 2;
    return step.multipliedBy(Math.max(1, steps));
  }

  private List<SliWindow> page(Instant from, Instant to)
      throws QuestionException, InterruptedException {
    List<SliWindow> windows = new ArrayList<>();
    long lostHere = 0;
    boolean unknownHere = false;
    for (SliQuery query : queries) {
      JsonNode answer = ask(query, from, to);
      answer.path("rows").forEach(row -> add(row, windows));
      JsonNode info = answer.path("info");
      unknownHere |= info.path("complete").asText().equals("unknown");
      // Every answer is about the same loss.
      lostHere = Math.max(lostHere, info.path("lost").asLong());
    }
    unknown |= unknownHere;
    lost += lostHere;
    windows.sort(Comparator.comparingLong(window -> window.getWindow().getStartNs()));
    return windows;
  }

  private JsonNode ask(SliQuery query, Instant from, Instant to)
      throws QuestionException, InterruptedException {
    Map<String, String> parameters = query.parameters();
    parameters.put("since", Long.toString(from.toEpochMilli()));
    parameters.put("until", Long.toString(to.toEpochMilli()));
    parameters.put("step", stepText());
    return api.ask("slis", parameters);
  }

  private String stepText() {
    return step.toMinutes() == 0 ? "10s" : step.toHours() == 0 ? "1m" : "1h";
  }

  private void add(JsonNode row, List<SliWindow> windows) {
    SliWindow.Builder series =
        SliWindow.newBuilder()
            .setIndicator(row.path("indicator").asText())
            .setPort(row.path("port").asInt())
            .setProtocol(row.path("protocol").asText())
            .setProbe(row.path("probe").asText());
    if (row.has("server")) {
      series.setServer(peer(row.get("server")));
    }
    if (row.has("client")) {
      series.setClient(peer(row.get("client")));
    }
    JsonNode values = row.path("windows");
    for (int i = 0; i < values.path("startMs").size(); i++) {
      windows.add(
          series
              .setWindow(
                  Window.newBuilder()
                      .setStartNs(values.path("startMs").get(i).asLong() * NS_PER_MS)
                      .setLengthNs(step.toNanos()))
              .setGood(values.path("good").get(i).asLong())
              .setTotal(values.path("total").get(i).asLong())
              .setLost(values.path("lost").get(i).asLong())
              .build());
    }
  }

  private static Peer peer(JsonNode view) {
    return Peer.newBuilder()
        .setCluster(view.path("cluster").asText())
        .setNamespace(view.path("namespace").asText())
        .setKind(view.path("kind").asText())
        .setName(view.path("name").asText())
        .build();
  }

  /** Events known to be missing from what was read. */
  long lost() {
    return lost;
  }

  /** {@code true}, {@code false} or {@code unknown}, as in answers. */
  String complete() {
    return lost > 0 ? "false" : unknown ? "unknown" : "true";
  }
}
