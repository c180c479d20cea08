package io.weir.collector.simulation;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of counts in the truth, and the indicators that follow from them by their definition
 * (docs/reference/scenarios.md).
 */
public final class Counts {
  public static final String ATTEMPTS = "tcp.attempts";
  public static final String ESTABLISHED = "tcp.established";
  public static final String REFUSED = "tcp.refused";
  public static final String UNANSWERED = "tcp.unanswered";
  public static final String CLOSED = "tcp.closed";
  public static final String RESET = "tcp.reset";
  public static final String RETRANSMITS = "tcp.retransmits";
  public static final String REQUESTS = "http.requests";

  /** Followed by the status: {@code http.responses.200}. */
  public static final String RESPONSES = "http.responses.";

  public static final String HTTP_TIMED = "http.timed";
  public static final String HTTP_WITHIN = "http.within-threshold";
  public static final String QUERIES = "dns.queries";

  /** Followed by the code: {@code dns.answers.NXDOMAIN}. */
  public static final String ANSWERS = "dns.answers.";

  public static final String DNS_UNANSWERED = "dns.unanswered";
  public static final String DNS_TIMED = "dns.timed";
  public static final String DNS_WITHIN = "dns.within-threshold";

  /** Part of {@code dns.answers.NXDOMAIN}: of names that were resolved before. */
  public static final String DNS_DENIED = "dns.denied";

  /** Packets that came through, each once, as far as reports of them arrived. */
  public static final String DELIVERED = "delivered";

  /** Flow events that were reported. */
  public static final String FLOWS = "flows";

  /** Flow events by verdict: {@code verdicts.FORWARDED}. */
  public static final String VERDICTS = "verdicts.";

  /** Dropped packets by reason, reported or not: {@code drops.POLICY_DENIED}. */
  public static final String DROPS = "drops.";

  /**
   * Lost reports about what counts in this window. While it is 0 all other counts can be known
   * exactly; else they may be off by as much.
   */
  public static final String UNSEEN = "unseen";

  private static final Set<String> POLICY = Set.of("POLICY_DENIED", "POLICY_DENY");

  private Counts() {}

  /** The indicators of an edge's counts; those without a total are left out. */
  public static SortedMap<String, Sli> indicators(Map<String, Long> counts) {
    SortedMap<String, Sli> slis = new TreeMap<>();
    long responses = sum(counts, RESPONSES);
    long failed = sum(counts, RESPONSES + "5");
    put(slis, "http-availability", responses - failed, responses);
    put(slis, "http-latency", get(counts, HTTP_WITHIN), get(counts, HTTP_TIMED));
    long decided = get(counts, ESTABLISHED) + get(counts, REFUSED) + get(counts, UNANSWERED);
    put(slis, "tcp-connect", get(counts, ESTABLISHED), decided);
    put(slis, "tcp-stability", get(counts, CLOSED) - get(counts, RESET), get(counts, CLOSED));
    long resolved =
        get(counts, ANSWERS + "NOERROR")
            + get(counts, ANSWERS + "NXDOMAIN")
            - get(counts, DNS_DENIED);
    put(slis, "dns-availability", resolved, sum(counts, ANSWERS) + get(counts, DNS_UNANSWERED));
    put(slis, "dns-latency", get(counts, DNS_WITHIN), get(counts, DNS_TIMED));
    long delivered = get(counts, DELIVERED);
    long lost = sum(counts, DROPS);
    for (String reason : POLICY) {
      lost -= get(counts, DROPS + reason);
    }
    put(slis, "delivery", delivered, delivered + lost);
    return slis;
  }

  private static void put(SortedMap<String, Sli> slis, String name, long good, long total) {
    if (total > 0) {
      slis.put(name, new Sli(good, total));
    }
  }

  /** The count of {@code name}; 0 when there is none. */
  public static long get(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  private static long sum(Map<String, Long> counts, String prefix) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
