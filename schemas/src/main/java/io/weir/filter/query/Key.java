package io.weir.filter.query;

import io.weir.filter.GivenFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a term looks at.
 *
 * @param name as people type it, {@code to.namespace}
 * @param flag of {@code observe}, without dashes, {@code to-namespace}; also understood as a name
 * @param values what may stand behind it
 * @param help one sentence
 */
public record Key(String name, String flag, Values values, String help) {
  private static final Map<String, Key> BY_NAME = new LinkedHashMap<>();

  /** All of them; the ones that people need most come first. */
  public static final List<Key> ALL = all();

  static {
    ALL.forEach(key -> BY_NAME.put(key.flag(), key));
    ALL.forEach(key -> BY_NAME.put(key.name(), key));
  }

  private static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    one(keys, "verdict", "verdict", Values.VERDICT, "what the datapath did");
    one(keys, "reason", "drop-reason-desc", Values.REASON, "why it was dropped");
    sides(keys, "namespace", Values.NAMESPACE, "namespace of the pod");
    sides(keys, "pod", Values.NAME, "pod by the beginning of its name; shop/ for a namespace");
    sides(keys, "workload", Values.WORKLOAD, "workload by name");
    sides(keys, "service", Values.NAME, "service by the beginning of its name");
    sides(keys, "port", Values.PORT, "port, or a range of them");
    sides(keys, "ip", Values.ADDRESS, "address or block of addresses");
    sides(keys, "fqdn", Values.HOST, "DNS name of the peer, * as wildcard");
    one(keys, "protocol", "protocol", Values.PROTOCOL, "protocol of layer 4 or 7");
    one(keys, "dns", "dns-query", Values.DNS, "name in a DNS query, * as wildcard");
    one(keys, "status", "http-status", Values.STATUS, "HTTP status");
    one(keys, "method", "http-method", Values.METHOD, "HTTP method");
    one(keys, "path", "http-path", Values.REGEX, "HTTP path");
    one(keys, "url", "http-url", Values.REGEX, "HTTP URL");
    one(keys, "header", "http-header", Values.HEADER, "HTTP header");
    one(keys, "type", "type", Values.TYPE, "kind of event");
    one(keys, "direction", "traffic-direction", Values.DIRECTION, "seen from the pod");
    one(keys, "reply", "reply", Values.BOOL, "whether it is an answer");
    one(keys, "flags", "tcp-flags", Values.FLAGS, "TCP flags that are all set");
    sides(keys, "label", Values.LABEL, "Kubernetes label selector");
    sides(keys, "identity", Values.IDENTITY, "security identity");
    sides(keys, "cluster", Values.TEXT, "cluster");
    one(keys, "node", "node-name", Values.NODE, "node that saw it, * as wildcard");
    one(keys, "node-label", "node-label", Values.LABEL, "label selector on that node");
    one(keys, "interface", "interface", Values.TEXT, "network interface by name or number");
    one(keys, "snat-ip", "snat-ip", Values.ADDRESS, "source address after translation");
    one(keys, "ip-version", "ip-version", Values.IP_VERSION, "version of IP");
    one(keys, "encrypted", "encrypted", Values.BOOL, "whether it was encrypted");
    one(keys, "trace", "trace-id", Values.TEXT, "trace id of an HTTP request");
    one(keys, "ip-trace", "ip-trace-id", Values.POSITIVE, "trace id in an IP option");
    one(keys, "uuid", "uuid", Values.TEXT, "one flow");
    one(keys, "cel", "cel-expression", Values.TEXT, "CEL expression on _flow");
    return List.copyOf(keys);
  }

  private static void one(List<Key> keys, String name, String flag, Values values, String help) {
    keys.add(
        new Key(
            name,
            flag,
            values,
            help.substring(0, 1).toUpperCase(Locale.ROOT) + help.substring(1) + "."));
  }

  /** Either side, source, destination. */
  private static void sides(List<Key> keys, String name, Values values, String help) {
    keys.add(new Key(name, name, values, "Either side: " + help + "."));
    keys.add(new Key("from." + name, "from-" + name, values, "Source: " + help + "."));
    keys.add(new Key("to." + name, "to-" + name, values, "Destination: " + help + "."));
  }

  /** The key of that name, or of the flag that {@code observe} has for it; case does not matter. */
  public static Optional<Key> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The name without the side. */
  String base() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** The same as a flag of {@code observe}; two keys have two flags each. */
  GivenFilter given(String value, boolean not) {
    boolean number = value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (name.equals("interface") && number) {
      return new GivenFilter("interface-index", value, not);
    }
    if (base().equals("namespace") && value.equals("*")) {
      return new GivenFilter(flag.replace("namespace", "all-namespaces"), "", not);
    }
    if (name.equals("encrypted")) {
      return new GivenFilter(value.equals("true") ? "encrypted" : "unencrypted", "", not);
    }
    return new GivenFilter(flag, values.flagValue(value), not);
  }
}
