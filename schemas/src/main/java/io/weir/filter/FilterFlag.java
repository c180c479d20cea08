package io.weir.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A flag of {@code observe} that filters.
 *
 * @param name without dashes; the long form of {@code names}
 * @param names as typed
 * @param value what follows it; empty for a switch
 * @param help one sentence
 */
public record FilterFlag(String name, List<String> names, Optional<String> value, String help) {
  /** All of them, in the order of the help text. */
  public static final List<FilterFlag> ALL = all();

  private static List<FilterFlag> all() {
    List<FilterFlag> flags = new ArrayList<>();
    flags.add(toggle("not", "The next filter is to be left out instead of kept."));
    sides(flags, "pod", "", "[NS/]PREFIX", "pod name prefix, NS/ for a namespace");
    sides(flags, "namespace", "-n", "NS", "namespace");
    allNamespaces(flags);
    sides(flags, "service", "", "[NS/]PREFIX", "service name prefix");
    sides(flags, "ip", "", "IP|CIDR", "address or address block");
    sides(flags, "port", "", "PORT", "port; of a Weir relay also a range, as 8000-8100");
    sides(flags, "fqdn", "", "HOST", "DNS name, * as wildcard");
    sides(flags, "label", "-l", "SELECTOR", "Kubernetes label selector");
    sides(flags, "identity", "", "ID|NAME", "security identity: number or reserved name");
    sides(flags, "workload", "", "[KIND/]NAME", "workload");
    sides(flags, "cluster", "", "NAME", "cluster");
    flags.add(with("verdict", "VERDICT", "FORWARDED, DROPPED, AUDIT, REDIRECTED, ERROR, TRACED."));
    flags.add(with("drop-reason-desc", "REASON", "Drop reason, for example POLICY_DENIED."));
    flags.add(with("protocol", "NAME", "tcp, udp, sctp, icmp, icmpv4, icmpv6, dns, http, kafka."));
    flags.add(
        with("type", "-t", "TYPE[:SUB]", "drop, trace, l7, policy-verdict, capture, trace-sock."));
    flags.add(with("tcp-flags", "FLAGS", "TCP flags that are all set, for example SYN,ACK."));
    flags.add(with("traffic-direction", "DIRECTION", "ingress or egress."));
    flags.add(with("reply", "BOOL", "true: replies; false: what is none. Weir alone."));
    flags.add(with("dns-query", "REGEX", "DNS query (RE2), which ends with a dot. Weir alone."));
    flags.add(with("http-status", "CODE", "404, 40+ or 4+."));
    flags.add(with("http-method", "METHOD", "HTTP method."));
    flags.add(with("http-path", "REGEX", "HTTP path (RE2)."));
    flags.add(with("http-url", "REGEX", "HTTP URL (RE2)."));
    flags.add(with("http-header", "KEY:VALUE", "HTTP header."));
    flags.add(with("node-name", "[CLUSTER/]NODE", "Node that saw it, * as wildcard."));
    flags.add(with("node-label", "SELECTOR", "Label selector on that node."));
    flags.add(with("interface", "NAME", "Network interface."));
    flags.add(with("interface-index", "N", "Number of a network interface. Weir alone."));
    flags.add(with("snat-ip", "IP|CIDR", "Source address after translation."));
    flags.add(with("ip-version", "VERSION", "none, v4 or v6."));
    flags.add(toggle("ipv4", "-4", "Only IPv4."));
    flags.add(toggle("ipv6", "-6", "Only IPv6."));
    flags.add(with("trace-id", "ID", "Trace id of an HTTP request."));
    flags.add(with("ip-trace-id", "N", "Trace id in an IP option."));
    flags.add(with("uuid", "UUID", "One flow."));
    flags.add(toggle("encrypted", "Only encrypted traffic."));
    flags.add(toggle("unencrypted", "Only traffic that is not encrypted."));
    flags.add(with("cel-expression", "CEL", "CEL expression on _flow, where the server has it."));
    return List.copyOf(flags);
  }

  /** Either side, source, destination. */
  private static void sides(
      List<FilterFlag> flags, String name, String letter, String value, String help) {
    flags.add(with(name, letter, value, "Either side: " + help + "."));
    flags.add(with("from-" + name, "", value, "Source: " + help + "."));
    flags.add(with("to-" + name, "", value, "Destination: " + help + "."));
  }

  private static void allNamespaces(List<FilterFlag> flags) {
    flags.add(toggle("all-namespaces", "-A", "Pods of any namespace."));
    flags.add(toggle("from-all-namespaces", "Source pods of any namespace."));
    flags.add(toggle("to-all-namespaces", "Destination pods of any namespace."));
  }

  private static FilterFlag with(String name, String value, String help) {
    return with(name, "", value, help);
  }

  private static FilterFlag with(String name, String letter, String value, String help) {
    return new FilterFlag(name, names(name, letter), Optional.of(value), help);
  }

  private static FilterFlag toggle(String name, String help) {
    return toggle(name, "", help);
  }

  private static FilterFlag toggle(String name, String letter, String help) {
    return new FilterFlag(name, names(name, letter), Optional.empty(), help);
  }

  private static List<String> names(String name, String letter) {
    return letter.isEmpty() ? List.of("--" + name) : List.of(letter, "--" + name);
  }
}
