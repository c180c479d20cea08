package io.weir.dashboards.api;

import com.google.protobuf.Message;
import io.weir.dashboards.answer.AlertRow;
import io.weir.dashboards.answer.Answer;
import io.weir.dashboards.answer.AnswerInfo;
import io.weir.dashboards.answer.Completeness;
import io.weir.dashboards.answer.DnsRollup;
import io.weir.dashboards.answer.DropRollup;
import io.weir.dashboards.answer.EdgeRollup;
import io.weir.dashboards.answer.EdgeRow;
import io.weir.dashboards.answer.HttpRollup;
import io.weir.dashboards.answer.IncidentRow;
import io.weir.dashboards.answer.MissingRollup;
import io.weir.dashboards.answer.Orders;
import io.weir.dashboards.answer.ProbeRow;
import io.weir.dashboards.answer.ResourceRow;
import io.weir.dashboards.answer.Resources;
import io.weir.dashboards.answer.ServiceRollup;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SilenceRow;
import io.weir.dashboards.answer.SliFilter;
import io.weir.dashboards.answer.SliFilter.By;
import io.weir.dashboards.answer.SliRollup;
import io.weir.dashboards.answer.SliRow;
import io.weir.dashboards.answer.Slis;
import io.weir.dashboards.answer.SloRow;
import io.weir.dashboards.answer.SloView;
import io.weir.dashboards.answer.Slos;
import io.weir.dashboards.answer.Summaries;
import io.weir.dashboards.answer.TcpRow;
import io.weir.dashboards.answer.TimeRange;
import io.weir.dashboards.answer.TimelineRollup;
import io.weir.dashboards.answer.WindowPlan;
import io.weir.dashboards.map.Arrangement;
import io.weir.dashboards.map.Comparison;
import io.weir.dashboards.map.MapGraph;
import io.weir.dashboards.map.MapGraph.Call;
import io.weir.dashboards.map.MapRollup;
import io.weir.dashboards.map.MapRow;
import io.weir.dashboards.map.ServiceMap;
import io.weir.series.v1.Edge;
import io.weir.series.v1.EdgeWindow;
import io.weir.storage.Series;
import io.weir.storage.SeriesQuery;
import io.weir.storage.SeriesStore;
import io.weir.topic.TopicKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads from the store what a question needs, and answers it. Blocks; safe for several threads. */
final class Questions {
  private static final String NOTHING_RECENT =
      "Nothing happened lately: shows everything that is archived. Name a time with since.";

  /** How the keys of the windows' own records begin. */
  private static final String NO_EDGE = TopicKeys.edge(Edge.getDefaultInstance()) + "|";

  private static final long LAST_HOUR_NS = Duration.ofHours(1).toNanos();

  /** The one that can be changed. */
  static final String SILENCES = "silences";

  private final SeriesStore store;
  private final SloView slos;
  private final SilenceBook silences;
  private final PlaceBook places;
  private final InstantSource clock;
  private final Map<String, Function<Ask, Object>> byName = new LinkedHashMap<>();

  Questions(
      SeriesStore store,
      SloView slos,
      SilenceBook silences,
      PlaceBook places,
      InstantSource clock) {
    this.places = places;
    this.store = store;
    this.slos = slos;
    this.silences = silences;
    this.clock = clock;
    byName.put("edges", this::edges);
    byName.put("services", this::services);
    byName.put("http", this::http);
    byName.put("tcp", this::tcp);
    byName.put("dns", this::dns);
    byName.put("drops", this::drops);
    byName.put("probes", this::probes);
    byName.put("resources", this::resources);
    byName.put("map", this::map);
    byName.put("slos", this::slos);
    byName.put("alerts", this::alerts);
    byName.put("incidents", this::incidents);
    byName.put(SILENCES, this::silences);
    byName.put("slis", this::slis);
    byName.put("timeline", this::timeline);
  }

  /** Every question by its path name, in the order that the index shows. */
  Map<String, Function<Ask, Object>> byName() {
    return byName;
  }

  private Answer<EdgeRow> edges(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    EdgeRollup rollup = new EdgeRollup(ask.filter());
    MissingRollup missing = scanEdges(coverage, rollup::add);
    List<EdgeRow> rows = rollup.rows();
    return answer("edges", Summaries.edges(rows), ask, coverage, rows, Orders.EDGES, missing);
  }

  private Object services(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    ServiceRollup rollup = new ServiceRollup(ask.filter());
    MissingRollup missing = scanEdges(coverage, (EdgeWindow window) -> rollup.add(window));
    scan(Series.SLIS, coverage, window -> rollup.add(window));
    var rows = rollup.rows();
    return answer(
        "services", Summaries.services(rows), ask, coverage, rows, Orders.SERVICES, missing);
  }

  private Object http(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    HttpRollup rollup = new HttpRollup(ask.filter());
    MissingRollup missing = scanEdges(coverage, rollup::add);
    var rows = rollup.rows();
    return answer("http", Summaries.http(rows), ask, coverage, rows, Orders.HTTP, missing);
  }

  private Object tcp(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    EdgeRollup rollup = new EdgeRollup(ask.filter());
    MissingRollup missing = scanEdges(coverage, rollup::add);
    List<TcpRow> rows =
        rollup.rows().stream()
            .flatMap(
                edge ->
                    edge.traffic().tcp().stream()
                        .map(tcp -> new TcpRow(edge.client(), edge.server(), edge.port(), tcp)))
            .toList();
    return answer("tcp", Summaries.tcp(rows), ask, coverage, rows, Orders.TCP, missing);
  }

  private Object dns(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    DnsRollup rollup = new DnsRollup(ask.filter(), ask.name());
    MissingRollup missing = scanEdges(coverage, rollup::add);
    var rows = rollup.rows();
    return answer("dns", Summaries.dns(rows), ask, coverage, rows, Orders.DNS, missing);
  }

  private Object drops(Ask ask) {
    // Where there are edges, no drops is an answer; where there are none, it says nothing.
    Coverage coverage = windows(Series.EDGES, ask);
    DropRollup rollup = new DropRollup(ask.filter());
    scan(Series.DROPS, coverage, rollup::add);
    MissingRollup missing = scanMissing(coverage);
    var rows = rollup.rows();
    return answer("drops", Summaries.drops(rows), ask, coverage, rows, Orders.DROPS, missing);
  }

  private Object probes(Ask ask) {
    Coverage coverage = events(Series.PROBES, ask);
    TimeRange range = coverage.range();
    List<ProbeRow> rows =
        ProbeRow.latest(store.scan(Series.PROBES, SeriesQuery.latest(range.fromNs(), range.toNs())))
            .stream()
            .filter(row -> ask.filter().matchesNamed(row.namespace(), row.pod()))
            .toList();
    MissingRollup missing = missing(ask);
    return answer("probes", Summaries.probes(rows), ask, coverage, rows, Orders.PROBES, missing);
  }

  private Object resources(Ask ask) {
    Coverage coverage = events(Series.RESOURCES, ask);
    TimeRange range = coverage.range();
    long hourAgo = Math.max(range.fromNs(), range.toNs() - LAST_HOUR_NS);
    List<ResourceRow> rows =
        Resources.rows(
                store.scan(Series.RESOURCES, SeriesQuery.latest(range.fromNs(), range.toNs())),
                store.scan(Series.RESOURCES, SeriesQuery.events(hourAgo, range.toNs())))
            .stream()
            .filter(row -> ask.filter().matchesNamed(row.namespace(), row.name()))
            .toList();
    MissingRollup missing = missing(ask);
    return answer(
        "resources", Summaries.resources(rows), ask, coverage, rows, Orders.RESOURCES, missing);
  }

  private Object map(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    MapRollup now = new MapRollup(coverage.range().length());
    MissingRollup missing = scanEdges(coverage, now::add);
    List<String> notes = new ArrayList<>(coverage.notes());
    Optional<MapRollup> before = ask.before().map(then -> before(ask.aboutBefore(then), notes));
    List<MapRow> rows =
        before
            .map(past -> MapRow.compared(now, past, ask.filter()))
            .orElseGet(() -> MapRow.of(now, ask.filter()));
    Optional<Comparison> comparison =
        ask.before().map(then -> Comparison.of(then.from(), then.to(), rows));
    String summary =
        comparison
            .map(changes -> changes.summary(rows))
            .orElseGet(() -> Summaries.edges(rows.stream().map(MapRow::now).toList()));
    List<Call> calls = new ArrayList<>(now.calls());
    before.ifPresent(past -> calls.addAll(past.calls()));
    Arrangement arrangement = places.arrange(MapGraph.of(calls));
    Answer<MapRow> answer =
        answer("map", summary, ask, coverage.noting(notes), rows, MapRow.ORDERS, missing);
    return ServiceMap.of(answer, comparison, arrangement, now, before);
  }

  /** Where little is known of the time before, everything looks new: the notes say so. */
  private MapRollup before(Ask ask, List<String> notes) {
    Coverage coverage = windows(Series.EDGES, ask);
    MapRollup before = new MapRollup(coverage.range().length());
    MissingRollup missing = scanEdges(coverage, before::add);
    if (before.calls().isEmpty()) {
      notes.add("Nothing was seen in the time before, so every edge is new.");
    }
    if (missing.lost() > 0) {
      notes.add("Of the time before " + missing.lost() + " events are known to be missing.");
    }
    return before;
  }

  /** Of the present alone, whatever times are asked for. */
  private Object slos(Ask ask) {
    List<SloRow> rows = Slos.rows(slos, ask.filter());
    long lost = rows.stream().mapToLong(SloRow::lost).max().orElse(0);
    List<Instant> updated = rows.stream().map(SloRow::updatedAt).sorted().toList();
    return present("slos", Slos.summary(rows), ask, updated, lost, rows, Slos.SLO_ORDERS);
  }

  private Object alerts(Ask ask) {
    List<AlertRow> rows = Slos.alerts(slos, ask.filter());
    long lost = rows.stream().mapToLong(AlertRow::lost).max().orElse(0);
    List<Instant> since = rows.stream().flatMap(row -> row.since().stream()).sorted().toList();
    return present("alerts", Slos.alertSummary(rows), ask, since, lost, rows, Slos.ALERT_ORDERS);
  }

  private Object incidents(Ask ask) {
    Optional<TimeRange> range =
        ask.unspecified()
            ? Optional.empty()
            : Optional.of(ask.all() ? new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE) : ask.range());
    List<IncidentRow> rows =
        Slos.incidents(slos, silences.silences(), clock.instant(), ask.filter(), range);
    List<Instant> opened = rows.stream().map(IncidentRow::openedAt).sorted().toList();
    return present(
        "incidents", Slos.incidentSummary(rows), ask, opened, 0, rows, Slos.INCIDENT_ORDERS);
  }

  /** Those that are live; with {@code all} those that ended, too. */
  private Object silences(Ask ask) {
    Instant now = clock.instant();
    List<SilenceRow> rows =
        silences.silences().stream()
            .map(silence -> SilenceRow.of(silence, now))
            .filter(row -> ask.all() || row.isLive())
            .toList();
    List<Instant> created = rows.stream().map(SilenceRow::createdAt).sorted().toList();
    return present(SILENCES, Slos.silenceSummary(rows), ask, created, 0, rows, Slos.SILENCE_ORDERS);
  }

  private Object slis(Ask ask) {
    SliFilter filter = ask.slis().filter(ask.filter());
    Coverage coverage = steps(ask);
    SliRollup rollup = new SliRollup(filter, coverage.plan().orElseThrow().windowNs());
    scan(Series.SLIS, coverage, filter.keyPrefix(), rollup::add);
    MissingRollup missing = scanMissing(coverage);
    List<SliRow> rows = rollup.rows();
    return answer(
        "slis", Slis.summary(filter.indicator(), rows), ask, coverage, rows, Slis.ORDERS, missing);
  }

  private Object timeline(Ask ask) {
    Coverage coverage = windows(Series.EDGES, ask);
    TimelineRollup rollup =
        new TimelineRollup(
            coverage.asked(), coverage.plan().orElseThrow().windowNs(), ask.filter());
    for (String indicator : TimelineRollup.INDICATORS) {
      scan(Series.SLIS, coverage, SliFilter.keyPrefix(indicator, By.SERVICE), rollup::add);
    }
    MissingRollup missing = new MissingRollup();
    scan(
        Series.EDGES,
        coverage,
        NO_EDGE,
        window -> {
          missing.add(window);
          rollup.addMissing(window);
        });
    List<IncidentRow> incidents =
        Slos.incidents(
            slos,
            silences.silences(),
            clock.instant(),
            ask.filter(),
            Optional.of(coverage.asked()));
    return rollup.timeline(info(coverage, missing, 0, coverage.notes()), incidents);
  }

  private <R> Answer<R> present(
      String question,
      String summary,
      Ask ask,
      List<Instant> times,
      long lost,
      List<R> rows,
      Map<String, Comparator<R>> orders) {
    List<R> shown = rows.stream().sorted(order(ask.sort(), orders)).limit(ask.limit()).toList();
    List<String> notes =
        shown.size() < rows.size()
            ? List.of(
                "Shows " + shown.size() + " of " + rows.size() + " rows; raise limit or filter.")
            : List.of();
    Instant now = clock.instant();
    Completeness complete =
        rows.isEmpty() ? Completeness.UNKNOWN : lost == 0 ? Completeness.TRUE : Completeness.FALSE;
    AnswerInfo info =
        new AnswerInfo(
            times.isEmpty() ? now : times.get(0),
            times.isEmpty() ? now : times.get(times.size() - 1),
            0,
            complete,
            lost,
            List.of(),
            times.stream().findFirst(),
            times.stream().reduce((a, b) -> b),
            rows.size(),
            notes);
    return new Answer<>(question, summary, info, shown);
  }

  /**
   * What is read for a question.
   *
   * @param asked what the answer says it covers
   * @param range what is read: the asked range without the parts that have no data
   * @param plan the windows of {@code range}; none for single events
   * @param span where the series has data
   */
  private record Coverage(
      TimeRange asked,
      TimeRange range,
      Optional<WindowPlan> plan,
      Optional<SeriesStore.TimeSpan> span,
      List<String> notes) {
    Coverage noting(List<String> others) {
      return new Coverage(asked, range, plan, span, others);
    }
  }

  private Coverage windows(Series<?> series, Ask ask) {
    Coverage events = events(series, ask);
    WindowPlan plan = WindowPlan.of(events.range());
    TimeRange asked =
        ask.all() || !events.notes().isEmpty()
            ? plan.range()
            : events.asked().widenTo(Duration.ofSeconds(10).toNanos());
    return new Coverage(asked, plan.range(), Optional.of(plan), events.span(), events.notes());
  }

  /** The same in steps of one length, of which the first is whole. */
  private Coverage steps(Ask ask) {
    Coverage events = events(Series.SLIS, ask);
    Duration step = ask.slis().stepOf(events.range().length());
    WindowPlan plan = WindowPlan.ofSteps(events.range(), step);
    TimeRange asked =
        ask.all() || !events.notes().isEmpty()
            ? plan.range()
            : WindowPlan.wholeSteps(events.asked(), step);
    return new Coverage(asked, plan.range(), Optional.of(plan), events.span(), events.notes());
  }

  /**
   * A question that names no time means the last minutes. Where these are empty but the archive is
   * not, as after the replay of an old capture, it means what there is, and the answer says so.
   */
  private Coverage events(Series<?> series, Ask ask) {
    var span = store.span(series);
    if (ask.unspecified() && span.isPresent() && span.get().lastNs() < ask.range().fromNs()) {
      Coverage all = events(ask.everything(), span);
      return new Coverage(all.asked(), all.range(), all.plan(), span, List.of(NOTHING_RECENT));
    }
    return events(ask, span);
  }

  private Coverage events(Ask ask, Optional<SeriesStore.TimeSpan> span) {
    TimeRange now = TimeRange.of(clock.instant(), clock.instant());
    TimeRange range =
        span.map(known -> ask.range().clip(known.firstNs(), known.lastNs() + 1))
            .orElseGet(
                () -> ask.all() ? now : new TimeRange(ask.range().fromNs(), ask.range().fromNs()));
    return new Coverage(ask.all() ? range : ask.range(), range, Optional.empty(), span, List.of());
  }

  private <T extends Message> void scan(Series<T> series, Coverage coverage, Consumer<T> consumer) {
    scan(series, coverage, "", consumer);
  }

  private <T extends Message> void scan(
      Series<T> series, Coverage coverage, String keyPrefix, Consumer<T> consumer) {
    for (WindowPlan.Scan scan : coverage.plan().orElseThrow().scans()) {
      TimeRange range = scan.range();
      SeriesQuery query = SeriesQuery.windows(range.fromNs(), range.toNs(), scan.windowNs());
      store.scan(series, query.withKeyPrefix(keyPrefix)).forEach(consumer);
    }
  }

  /** Gives the edges of the windows to {@code consumer}; returns what the windows miss. */
  private MissingRollup scanEdges(Coverage coverage, Consumer<EdgeWindow> consumer) {
    MissingRollup missing = new MissingRollup();
    scan(
        Series.EDGES,
        coverage,
        window -> {
          missing.add(window);
          if (window.hasEdge()) {
            consumer.accept(window);
          }
        });
    return missing;
  }

  /** What is missing from the asked range, for questions that read no edges. */
  private MissingRollup missing(Ask ask) {
    return scanMissing(windows(Series.EDGES, ask));
  }

  /** Reads the windows' own records alone, not those of single edges. */
  private MissingRollup scanMissing(Coverage coverage) {
    MissingRollup missing = new MissingRollup();
    scan(Series.EDGES, coverage, NO_EDGE, missing::add);
    return missing;
  }

  private static <R> Answer<R> answer(
      String question,
      String summary,
      Ask ask,
      Coverage coverage,
      List<R> rows,
      Map<String, Comparator<R>> orders,
      MissingRollup missing) {
    List<R> shown = rows.stream().sorted(order(ask.sort(), orders)).limit(ask.limit()).toList();
    List<String> notes = new ArrayList<>(coverage.notes());
    if (shown.size() < rows.size()) {
      notes.add("Shows " + shown.size() + " of " + rows.size() + " rows; raise limit or filter.");
    }
    AnswerInfo info = info(coverage, missing, rows.size(), notes);
    return new Answer<>(question, summary, info, shown);
  }

  private static AnswerInfo info(
      Coverage coverage, MissingRollup missing, int totalRows, List<String> notes) {
    return new AnswerInfo(
        coverage.asked().from(),
        coverage.asked().to(),
        coverage.plan().map(plan -> Duration.ofNanos(plan.windowNs()).toSeconds()).orElse(0L),
        missing.complete(),
        missing.lost(),
        missing.largest(),
        coverage.span().map(span -> TimeRange.instant(span.firstNs())),
        coverage.span().map(span -> TimeRange.instant(span.lastNs())),
        totalRows,
        notes);
  }

  private static <R> Comparator<R> order(String sort, Map<String, Comparator<R>> orders) {
    if (sort.isEmpty()) {
      return Orders.first(orders);
    }
    Comparator<R> order = orders.get(sort);
    if (order == null) {
      throw new BadQuestionException("sort", sort, "one of " + String.join(", ", orders.keySet()));
    }
    return order;
  }
}
