package io.weir.relay.observe.filter;

import com.google.protobuf.ProtocolMessageEnum;
import io.weir.hubble.flow.EventTypeFilter;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Verdict;
import io.weir.storage.FlowTerms;
import io.weir.storage.FlowTerms.Column;
import io.weir.storage.FlowTerms.Match;
import io.weir.storage.FlowTerms.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a whitelist a store can use. The terms hold for every flow that the exact filter passes,
 * and for more: the caller filters again. A field that no column covers is left out, which only
 * widens the answer.
 */
public final class Pushdown {
  private static final int PORTS_MAX = 256;

  private Pushdown() {}

  /**
   * Terms for {@code FlowQuery.anyOf}; empty asks for everything. Expects filters that {@link
   * FlowFilters#compile} accepted.
   */
  public static List<FlowTerms> of(List<FlowFilter> whitelist) {
    List<FlowTerms> anyOf = new ArrayList<>(whitelist.size());
    for (FlowFilter filter : whitelist) {
      FlowTerms terms = terms(filter);
      if (terms.terms().isEmpty()) {
        return List.of();
      }
      anyOf.add(terms);
    }
    return anyOf;
  }

  private static FlowTerms terms(FlowFilter filter) {
    List<Term> terms = new ArrayList<>();
    pods(terms, filter.getSourcePodList(), Column.SOURCE_NAMESPACE, Column.SOURCE_POD);
    pods(
        terms,
        filter.getDestinationPodList(),
        Column.DESTINATION_NAMESPACE,
        Column.DESTINATION_POD);
    addresses(terms, filter.getSourceIpList(), Column.SOURCE_IP);
    addresses(terms, filter.getDestinationIpList(), Column.DESTINATION_IP);
    ports(terms, filter.getSourcePortList(), Column.SOURCE_PORT);
    ports(terms, filter.getDestinationPortList(), Column.DESTINATION_PORT);
    verdicts(terms, filter.getVerdictList());
    protocols(terms, filter.getProtocolList());
    eventTypes(terms, filter.getEventTypeList());
    nodes(terms, filter.getNodeNameList());
    return new FlowTerms(terms);
  }

  /** Namespaces and name prefixes apart, so {@code a/x, b/y} also asks for {@code a/y}. */
  private static void pods(
      List<Term> terms, List<String> pods, Column namespaceColumn, Column podColumn) {
    Set<String> namespaces = new HashSet<>();
    Set<String> prefixes = new HashSet<>();
    for (String pod : pods) {
      NamespacedPrefix wanted = NamespacedPrefix.parse(pod);
      namespaces.add(wanted.namespace());
      prefixes.add(wanted.prefix());
    }
    if (!namespaces.isEmpty() && !namespaces.contains("")) {
      terms.add(new Term(namespaceColumn, Match.EQUALS, namespaces));
    }
    if (!prefixes.isEmpty() && !prefixes.contains("")) {
      terms.add(new Term(podColumn, Match.PREFIX, prefixes));
    }
  }

  private static void addresses(List<Term> terms, List<String> addresses, Column column) {
    if (!addresses.isEmpty() && addresses.stream().noneMatch(address -> address.contains("/"))) {
      terms.add(new Term(column, Match.EQUALS, Set.copyOf(addresses)));
    }
  }

  /**
   * Port 0 is left to the exact filter: stores may show it as "no port". So are wide ranges, which
   * would be long lists.
   */
  private static void ports(List<Term> terms, List<String> texts, Column column) {
    Set<String> ports = new HashSet<>();
    for (String text : texts) {
      PortRange range = PortRange.parse(text);
      if (range.contains(0) || ports.size() + range.size() > PORTS_MAX) {
        return;
      }
      for (int port = range.first(); port <= range.last(); port++) {
        ports.add(Integer.toString(port));
      }
    }
    if (!ports.isEmpty()) {
      terms.add(new Term(column, Match.EQUALS, ports));
    }
  }

  private static void verdicts(List<Term> terms, List<Verdict> verdicts) {
    Set<String> names = new HashSet<>();
    for (Verdict verdict : verdicts) {
      if (isUnnamed(verdict)) {
        return;
      }
      names.add(verdict.name());
    }
    if (!names.isEmpty()) {
      terms.add(new Term(Column.VERDICT, Match.EQUALS, names));
    }
  }

  /** A number that this version has no name for, or none at all. */
  private static boolean isUnnamed(ProtocolMessageEnum value) {
    return value == Verdict.UNRECOGNIZED || value == Verdict.VERDICT_UNKNOWN;
  }

  private static void protocols(List<Term> terms, List<String> texts) {
    Set<String> protocols = new HashSet<>();
    for (String text : texts) {
      Set<String> names =
          switch (text.toLowerCase(Locale.ROOT)) {
            case "tcp" -> Set.of("TCP");
            case "udp" -> Set.of("UDP");
            case "sctp" -> Set.of("SCTP");
            case "icmpv4" -> Set.of("ICMPv4");
            case "icmpv6" -> Set.of("ICMPv6");
            case "icmp" -> Set.of("ICMPv4", "ICMPv6");
            case "vrrp" -> Set.of("VRRP");
            case "igmp" -> Set.of("IGMP");
            default -> Set.of();
          };
      if (names.isEmpty()) {
        return; // layer 7: no column tells
      }
      protocols.addAll(names);
    }
    if (!protocols.isEmpty()) {
      terms.add(new Term(Column.PROTOCOL, Match.EQUALS, protocols));
    }
  }

  private static void eventTypes(List<Term> terms, List<EventTypeFilter> filters) {
    Set<String> types = new HashSet<>();
    for (EventTypeFilter filter : filters) {
      types.add(Integer.toString(filter.getType()));
    }
    if (!types.isEmpty() && !types.contains("0")) {
      terms.add(new Term(Column.EVENT_TYPE, Match.EQUALS, types));
    }
  }

  private static void nodes(List<Term> terms, List<String> patterns) {
    Set<String> prefixes = new HashSet<>();
    for (String pattern : patterns) {
      Optional<String> prefix = nodePrefix(NodePattern.parse(pattern));
      if (prefix.isEmpty()) {
        return;
      }
      prefixes.add(prefix.get());
    }
    if (!prefixes.isEmpty()) {
      terms.add(new Term(Column.NODE, Match.PREFIX, prefixes));
    }
  }

  /** What every fitting node name starts with; empty when that could be anything. */
  private static Optional<String> nodePrefix(NodePattern pattern) {
    // Names without a cluster count as of cluster "default", so that one has two spellings.
    boolean fixed = !pattern.cluster().contains("*") && !pattern.cluster().equals("default");
    if (!fixed) {
      return Optional.empty();
    }
    String node = pattern.node();
    int star = node.indexOf('*');
    return Optional.of(pattern.cluster() + "/" + (star < 0 ? node : node.substring(0, star)));
  }
}
