package io.weir.streams.edge;

import io.weir.hubble.flow.Flow;
import java.util.ArrayList;

/**
 * The application half of {@link ConnectionTracker}: HTTP and Kafka, and DNS by way of {@link
 * Lookups}.
 *
 * <p>A request that a proxy at its source and another at its destination report counts once: the
 * proxy with the earliest report of a connection owns it, of two at one time the first by name;
 * others only count as flows. That is a matter of event times, not of arrival: when the report of
 * an earlier one comes in late, what counted of the former owner is taken back, and what the new
 * one had reported counts. The legs on both sides of one proxy are connections of their own where
 * the proxy does not keep the client's port; such a request counts on both legs' edges.
 *
 * <p>Limit: the first {@value #REPORTS_MAX} reports of all proxies of a connection are kept for
 * that, and {@link Lookups#EVENTS_MAX} queries and answers. With one more the owner stays, nothing
 * is kept any longer, and whoever turns out to have been earlier is not heard ({@link
 * Connection#unheard}).
 */
final class Requests {
  /** HTTP and Kafka reports of one conversation after which its owner stays. */
  static final int REPORTS_MAX = 128;

  private final EdgeRules rules;
  private final Lookups lookups;

  Requests(EdgeRules rules) {
    this.rules = rules;
    this.lookups = new Lookups(rules);
  }

  /** {@code counts} plus the request or response of a flow that belongs to no known connection. */
  EdgeCounts untracked(EdgeCounts counts, Flow flow) {
    if (flow.getL7().hasDns()) {
      return counts.plus(lookups.untracked(flow));
    }
    RequestEvent event = RequestEvent.of(flow);
    return counts.plus(event.http(rules)).plus(event.kafka());
  }

  void onFlow(
      Connection connection, Conversation conversation, Flow flow, long timeNs, Deltas deltas) {
    if (!FlowFacts.isL7(flow)) {
      return;
    }
    String proxy = FlowFacts.proxy(flow);
    if (conversation.proxy.isEmpty()) {
      conversation.proxy = proxy;
      conversation.proxyNs = timeNs;
    } else if (conversation.proxy.equals(proxy)) {
      proxy = conversation.proxy; // one string for all of its reports
      conversation.proxyNs = Math.min(conversation.proxyNs, timeNs);
    } else if (conversation.proxyStays) {
      connection.unheard += isEarlier(conversation, proxy, timeNs) ? 1 : 0;
      return;
    } else if (isEarlier(conversation, proxy, timeNs)) {
      passOn(connection, conversation, proxy, timeNs, deltas);
    }
    if (flow.getL7().hasDns()) {
      lookups.onFlow(connection, conversation, proxy, flow, timeNs, deltas);
      return;
    }
    RequestEvent event = RequestEvent.of(flow);
    if (proxy.equals(conversation.proxy)) {
      deltas.own(event.http(rules), event.kafka());
    }
    if (!conversation.proxyStays && event != RequestEvent.NONE) {
      keep(conversation, new ProxyReport(proxy, timeNs, conversation.edge, event));
    }
  }

  private static boolean isEarlier(Conversation conversation, String proxy, long timeNs) {
    return timeNs < conversation.proxyNs
        || (timeNs == conversation.proxyNs && proxy.compareTo(conversation.proxy) < 0);
  }

  /** Another proxy owns the conversation, and has from its beginning. */
  private void passOn(
      Connection connection, Conversation conversation, String to, long timeNs, Deltas deltas) {
    String from = conversation.proxy;
    conversation.proxy = to;
    conversation.proxyNs = timeNs;
    for (ProxyReport report : conversation.reports) {
      HttpTally http = report.event().http(rules);
      KafkaTally kafka = report.event().kafka();
      if (report.proxy().equals(from)) {
        deltas.add(report.edge(), report.ns(), http.negated(), kafka.negated());
      } else if (report.proxy().equals(to)) {
        deltas.add(report.edge(), report.ns(), http, kafka);
      }
    }
    lookups.passOn(connection, conversation, from, deltas);
  }

  private static void keep(Conversation conversation, ProxyReport report) {
    if (conversation.reports.size() >= REPORTS_MAX) {
      conversation.keepProxy();
      return;
    }
    if (conversation.reports.isEmpty()) {
      conversation.reports = new ArrayList<>(4); // few connections have any
    }
    conversation.reports.add(report);
  }

  void onTime(Connection connection, Conversation conversation, long nowNs, Deltas deltas) {
    if (!conversation.lookups.isEmpty()) {
      lookups.onTime(connection, conversation, nowNs, deltas);
    }
  }
}
