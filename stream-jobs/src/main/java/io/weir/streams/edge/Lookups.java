package io.weir.streams.edge;

import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.L7FlowType;
import io.weir.series.v1.Edge;
import java.util.Comparator;
import java.util.List;

/**
 * DNS of a conversation: which answer belongs to which query. A function of the queries and answers
 * in order of their time, so their order of arrival does not matter. Those of another proxy than
 * the one that owns the conversation wait in vain, unless it turns out to be the owner, see {@link
 * Requests}.
 *
 * <p>A query waits for the next answer to the same name and types; the same query again, before the
 * answer, is a retry and waits with it. An answer counts at its query's time; without a query, or
 * to a query that was answered before, at its own.
 */
final class Lookups {
  /**
   * Queries and answers remembered of one conversation; the oldest goes, with all it belongs to.
   */
  static final int EVENTS_MAX = 64;

  // By time, queries before answers; the rest makes it total, so that no order of arrival shows.
  private static final Comparator<DnsEvent> ORDER =
      Comparator.comparingLong(DnsEvent::ns)
          .thenComparing(DnsEvent::isAnswer)
          .thenComparing(DnsEvent::name)
          .thenComparing(DnsEvent::types)
          .thenComparing(DnsEvent::proxy)
          .thenComparing(DnsEvent::rcode)
          .thenComparingLong(DnsEvent::latencyNs);

  private final EdgeRules rules;

  // Connections keep the names that they ask for, so they share them.
  private final Interned<String> texts = new Interned<>(1 << 14);

  Lookups(EdgeRules rules) {
    this.rules = rules;
  }

  /** What a flow adds that belongs to no known connection. */
  DnsTally untracked(Flow flow) {
    DNS dns = flow.getL7().getDns();
    return flow.getL7().getType() == L7FlowType.RESPONSE
        ? tally(dns.getQuery(), Rcodes.name(dns.getRcode()), flow.getL7().getLatencyNs())
        : DnsTally.query(dns.getQuery());
  }

  void onFlow(
      Connection connection,
      Conversation conversation,
      String proxy,
      Flow flow,
      long timeNs,
      Deltas deltas) {
    DNS dns = flow.getL7().getDns();
    String name = texts.of(dns.getQuery());
    String types =
        texts.of(
            dns.getQtypesCount() == 1 ? dns.getQtypes(0) : String.join(",", dns.getQtypesList()));
    Edge edge = conversation.edge;
    boolean answer = flow.getL7().getType() == L7FlowType.RESPONSE;
    DnsEvent event =
        answer
            ? DnsEvent.answer(
                proxy,
                name,
                types,
                timeNs,
                Rcodes.name(dns.getRcode()),
                flow.getL7().getLatencyNs(),
                edge)
            : DnsEvent.query(proxy, name, types, timeNs, edge);
    List<DnsEvent> lookups = conversation.lookups;
    int at = lookups.size();
    while (at > 0 && ORDER.compare(lookups.get(at - 1), event) > 0) {
      at--;
    }
    if (at > 0 && ORDER.compare(lookups.get(at - 1), event) == 0) {
      return; // the same report once more
    }
    lookups.add(at, event);
    if (conversation.counts(event)) {
      if (!answer) {
        deltas.add(edge, timeNs, DnsTally.query(event.name()));
      }
      pair(connection, lookups, event, deltas);
    }
    if (lookups.size() > EVENTS_MAX) {
      conversation.keepProxy();
    }
    if (lookups.size() > EVENTS_MAX) {
      forgetOldest(lookups, deltas);
    }
  }

  /** Takes back what counted of {@code from}, and counts what the conversation's owner reported. */
  void passOn(Connection connection, Conversation conversation, String from, Deltas deltas) {
    List<DnsEvent> lookups = conversation.lookups;
    for (DnsEvent event : lookups) {
      if (event.proxy().equals(from)) {
        if (event.isAnswer()) {
          takeBack(connection, event, deltas);
        } else {
          settle(event, false, false, deltas);
          deltas.add(event.edge(), event.ns(), DnsTally.query(event.name()).negated());
        }
      } else if (conversation.counts(event) && !event.isAnswer()) {
        deltas.add(event.edge(), event.ns(), DnsTally.query(event.name()));
      }
    }
    for (DnsEvent event : lookups) {
      if (conversation.counts(event)) {
        pair(connection, lookups, event, deltas);
      }
    }
  }

  void onTime(Connection connection, Conversation conversation, long nowNs, Deltas deltas) {
    List<DnsEvent> lookups = conversation.lookups;
    for (int i = 0; i < lookups.size(); i++) {
      DnsEvent event = lookups.get(i);
      if (event.isWaiting()
          && conversation.counts(event)
          && nowNs >= event.ns() + rules.answerTimeout().toNanos()) {
        event.overdue = true;
        pair(connection, lookups, event, deltas);
      }
    }
  }

  /** Brings what was counted of one name and its types in line with what is known now. */
  private void pair(Connection connection, List<DnsEvent> lookups, DnsEvent about, Deltas deltas) {
    int open = -1;
    for (int i = 0; i < lookups.size(); i++) {
      DnsEvent event = lookups.get(i);
      if (!event.isAbout(about)) {
        continue;
      }
      if (!event.isAnswer()) {
        if (open < 0) {
          open = i;
        } else {
          settle(event, true, false, deltas); // a retry
        }
      } else if (open < 0) {
        count(connection, event, event.edge(), event.ns(), event.latencyNs(), deltas);
      } else {
        DnsEvent query = lookups.get(open);
        long waitedNs = event.ns() - query.ns();
        boolean late = waitedNs >= rules.answerTimeout().toNanos();
        settle(query, true, late, deltas);
        if (late) {
          takeBack(connection, event, deltas);
        } else {
          long latencyNs = event.latencyNs() > 0 ? event.latencyNs() : waitedNs;
          count(connection, event, query.edge(), query.ns(), latencyNs, deltas);
        }
        open = -1;
      }
    }
    if (open >= 0) {
      DnsEvent query = lookups.get(open);
      settle(query, false, query.overdue, deltas);
    }
  }

  private static void settle(DnsEvent query, boolean settled, boolean unanswered, Deltas deltas) {
    query.settled = settled;
    if (unanswered != query.counted) {
      query.counted = unanswered;
      deltas.add(
          query.edge(), query.ns(), unanswered ? DnsTally.UNANSWERED : DnsTally.NOT_UNANSWERED);
    }
  }

  private void count(
      Connection connection,
      DnsEvent answer,
      Edge edge,
      long timeNs,
      long latencyNs,
      Deltas deltas) {
    if (answer.counted
        && answer.countedNs == timeNs
        && answer.countedLatencyNs == latencyNs
        && answer.countedEdge.equals(edge)) {
      return;
    }
    takeBack(connection, answer, deltas);
    answer.counted = true;
    answer.countedNs = timeNs;
    answer.countedLatencyNs = latencyNs;
    answer.countedEdge = edge;
    deltas.add(edge, timeNs, tally(answer.name(), answer.rcode(), latencyNs));
    tell(connection, answer, false);
  }

  private void takeBack(Connection connection, DnsEvent answer, Deltas deltas) {
    if (answer.counted) {
      answer.counted = false;
      deltas.add(
          answer.countedEdge,
          answer.countedNs,
          tally(answer.name(), answer.rcode(), answer.countedLatencyNs).negated());
      tell(connection, answer, true);
    }
  }

  private static void tell(Connection connection, DnsEvent answer, boolean takenBack) {
    boolean resolved = answer.rcode().equals(Rcodes.NOERROR);
    if ((resolved && !takenBack) || answer.rcode().equals(Rcodes.NXDOMAIN)) {
      connection.hand(
          new NameAnswer(
              answer.countedEdge,
              answer.name(),
              resolved,
              answer.ns(),
              answer.countedNs,
              takenBack));
    }
  }

  private DnsTally tally(String name, String rcode, long latencyNs) {
    return DnsTally.answer(
        name,
        rcode,
        latencyNs > 0
            ? Latencies.of(latencyNs, rules.dnsLatencyThreshold().toNanos())
            : Latencies.NONE);
  }

  /** What goes keeps its counts; a query that still waits is given up. */
  private static void forgetOldest(List<DnsEvent> lookups, Deltas deltas) {
    DnsEvent oldest = lookups.remove(0);
    if (oldest.isAnswer()) {
      return;
    }
    if (!oldest.settled) {
      settle(oldest, true, true, deltas);
    }
    for (int i = 0; i < lookups.size(); i++) {
      DnsEvent event = lookups.get(i);
      if (event.isAbout(oldest)) {
        lookups.remove(i--);
        if (event.isAnswer()) {
          return;
        }
      }
    }
  }
}
