package io.weir.streams.edge;

import io.weir.series.v1.DnsCounts;
import io.weir.series.v1.DnsName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * DNS of an edge. Immutable. {@code unanswered} is below 0 only in corrections.
 *
 * @param answers by rcode name; an answer counts at the time of its query where that was seen
 * @param unanswered queries without an answer within the time limit
 * @param names at most {@value #NAMES_MAX} and {@value #OTHER}
 * @param denied part of the answers: NXDOMAIN for names that were resolved before, see {@link
 *     NameHistory}
 */
public record DnsTally(
    long queries,
    NamedCounts answers,
    long unanswered,
    Latencies latencies,
    SortedMap<String, Name> names,
    long denied) {
  /** Names kept apart in one window; the rest is summed up as {@code other}. */
  public static final int NAMES_MAX = 200;

  /** No query equals it: queries end with a dot. */
  public static final String OTHER = "other";

  public static final DnsTally NONE =
      new DnsTally(0, NamedCounts.NONE, 0, Latencies.NONE, Collections.emptySortedMap(), 0);

  static final DnsTally UNANSWERED =
      new DnsTally(0, NamedCounts.NONE, 1, Latencies.NONE, Collections.emptySortedMap(), 0);

  /** An answer within the time limit came to light after the query was called unanswered. */
  static final DnsTally NOT_UNANSWERED =
      new DnsTally(0, NamedCounts.NONE, -1, Latencies.NONE, Collections.emptySortedMap(), 0);

  /** One query name. */
  public record Name(long queries, NamedCounts answers) {
    boolean isNone() {
      return queries == 0 && answers.isEmpty();
    }

    /** Adds field by field. Associative and commutative. */
    public Name plus(Name other) {
      return new Name(queries + other.queries, answers.plus(other.answers));
    }
  }

  /** NXDOMAIN for names that were resolved before; below 0 takes that back. */
  static DnsTally denied(int answers) {
    return new DnsTally(
        0, NamedCounts.NONE, 0, Latencies.NONE, Collections.emptySortedMap(), answers);
  }

  static DnsTally query(String name) {
    return new DnsTally(
        1, NamedCounts.NONE, 0, Latencies.NONE, single(name, new Name(1, NamedCounts.NONE)), 0);
  }

  static DnsTally answer(String name, String rcode, Latencies latency) {
    NamedCounts answers = NamedCounts.one(rcode);
    return new DnsTally(0, answers, 0, latency, single(name, new Name(0, answers)), 0);
  }

  private static SortedMap<String, Name> single(String key, Name value) {
    TreeMap<String, Name> names = new TreeMap<>();
    names.put(key, value);
    return Collections.unmodifiableSortedMap(names);
  }

  /** What takes these back. */
  DnsTally negated() {
    TreeMap<String, Name> less = new TreeMap<>();
    names.forEach(
        (name, counts) -> less.put(name, new Name(-counts.queries(), counts.answers().negated())));
    return new DnsTally(
        -queries,
        answers.negated(),
        -unanswered,
        latencies.negated(),
        Collections.unmodifiableSortedMap(less),
        -denied);
  }

  /** Adds field by field, within the limit of names. Associative and commutative. */
  public DnsTally plus(DnsTally other) {
    if (other == NONE) {
      return this;
    }
    if (this == NONE) {
      return other;
    }
    return new DnsTally(
        queries + other.queries,
        answers.plus(other.answers),
        unanswered + other.unanswered,
        latencies.plus(other.latencies),
        Capped.sum(names, other.names, Name::plus, Name::isNone, NAMES_MAX, OTHER),
        denied + other.denied);
  }

  DnsCounts toProto() {
    DnsCounts.Builder dns =
        DnsCounts.newBuilder()
            .setQueries(queries)
            .addAllAnswers(answers.toProto())
            .setUnanswered(unanswered)
            .setLatencySketch(latencies.sketch().toBytes())
            .setWithinThreshold(latencies.withinThreshold())
            .setTimed(latencies.timed())
            .setDenied(denied);
    names.forEach(
        (name, counts) ->
            dns.addNames(
                DnsName.newBuilder()
                    .setName(name)
                    .setQueries(counts.queries())
                    .addAllAnswers(counts.answers().toProto())));
    return dns.build();
  }

  static DnsTally fromProto(DnsCounts dns) {
    TreeMap<String, Name> names = new TreeMap<>();
    for (DnsName name : dns.getNamesList()) {
      names.put(
          name.getName(),
          new Name(name.getQueries(), NamedCounts.fromProto(name.getAnswersList())));
    }
    return new DnsTally(
        dns.getQueries(),
        NamedCounts.fromProto(dns.getAnswersList()),
        dns.getUnanswered(),
        new Latencies(
            LatencySketch.fromBytes(dns.getLatencySketch()),
            dns.getWithinThreshold(),
            dns.getTimed()),
        Collections.unmodifiableSortedMap(names),
        dns.getDenied());
  }
}
