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
 */
public record DnsTally(
    long queries,
    NamedCounts answers,
    long unanswered,
    Latencies latencies,
    SortedMap<String, Name> names) {
  /** Names kept apart in one window; the rest is summed up as {@code other}. */
  public static final int NAMES_MAX = 200;

  /** No query equals it: queries end with a dot. */
  public static final String OTHER = "other";

  public static final DnsTally NONE =
      new DnsTally(0, NamedCounts.NONE, 0, Latencies.NONE, Collections.emptySortedMap());

  static final DnsTally UNANSWERED =
      new DnsTally(0, NamedCounts.NONE, 1, Latencies.NONE, Collections.emptySortedMap());

  /** An answer within the time limit came to light after the query was called unanswered. */
  static final DnsTally NOT_UNANSWERED_AFTER_ALL =
      new DnsTally(0, NamedCounts.NONE, -1, Latencies.NONE, Collections.emptySortedMap());

  /** One query name. */
  public record Name(long queries, NamedCounts answers) {
    /** Adds field by field. Associative and commutative. */
    public Name plus(Name other) {
      return new Name(queries + other.queries, answers.plus(other.answers));
    }
  }

  static DnsTally query(String name) {
    return new DnsTally(
        1, NamedCounts.NONE, 0, Latencies.NONE, single(name, new Name(1, NamedCounts.NONE)));
  }

  static DnsTally answer(String name, String rcode, Latencies latency) {
    NamedCounts answers = NamedCounts.one(rcode);
    return new DnsTally(0, answers, 0, latency, single(name, new Name(0, answers)));
  }

  private static SortedMap<String, Name> single(String key, Name value) {
    TreeMap<String, Name> names = new TreeMap<>();
    names.put(key, value);
    return Collections.unmodifiableSortedMap(names);
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
        Capped.sum(names, other.names, Name::plus, NAMES_MAX, OTHER));
  }

  DnsCounts toProto() {
    DnsCounts.Builder dns =
        DnsCounts.newBuilder()
            .setQueries(queries)
            .addAllAnswers(answers.toProto())
            .setUnanswered(unanswered)
            .setLatencySketch(latencies.sketch().toBytes())
            .setWithinThreshold(latencies.withinThreshold())
            .setTimed(latencies.timed());
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
        Collections.unmodifiableSortedMap(names));
  }
}
