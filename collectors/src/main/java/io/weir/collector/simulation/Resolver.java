package io.weir.collector.simulation;

import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Layer7;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks names up as pods do: search domain first, from a socket of its own for each query, again
 * after five seconds without an answer. A client remembers an answer for a while.
 *
 * <p>The cache is bounded by pods times names.
 */
final class Resolver {
  private static final long REMEMBERS_NS = 5 * Setting.SECOND;
  private static final long TIMEOUT_NS = 5 * Setting.SECOND;
  private static final int TRIES = 2;
  private static final long LATENCY_NS = 800_000;
  private static final double LATENCY_SIGMA = 0.5;
  private static final long PROXY_NS = 30_000;
  private static final int TTL_S = 30;
  private static final int NOERROR = 0;
  private static final int SERVFAIL = 2;
  private static final int NXDOMAIN = 3;

  private final Setting setting;
  private final Optional<String> service;
  private final Map<String, Long> remembered = new HashMap<>();
  private final Map<String, Long> resolvedNs = new HashMap<>();
  private final List<Denial> denials = new ArrayList<>();

  /** NXDOMAIN for a name that exists. */
  private record Denial(Truth.Edge edge, String name, long answeredNs, long countedNs) {}

  Resolver(Setting setting) {
    this.setting = setting;
    this.service =
        setting.scenario().services().entrySet().stream()
            .filter(entry -> entry.getValue().protocol() == ServiceSpec.Protocol.DNS)
            .map(Map.Entry::getKey)
            .findFirst();
  }

  /** The outcome, known to the client at {@code ns}. */
  record Resolved(boolean good, long ns) {}

  /** {@code client} looks for {@code target}, a service or an outside host. */
  Resolved resolve(Party client, String target, long ns) {
    if (!(client instanceof Pod pod) || service.isEmpty() || isResolver(pod)) {
      return new Resolved(true, ns);
    }
    String key = pod.name() + " " + target;
    if (remembered.getOrDefault(key, Long.MIN_VALUE) > ns) {
      return new Resolved(true, ns);
    }
    ServiceSpec spec = setting.scenario().services().get(target);
    String domain = pod.workload().namespace() + ".svc.cluster.local.";
    long atNs = ns;
    if (spec == null) {
      // The search domain first, as ndots says: a name that never was, and no failure.
      Resolved search = ask(pod, target + "." + domain, NXDOMAIN, "", atNs);
      if (!search.good()) {
        return search;
      }
      atNs = search.ns();
    }
    String name = spec == null ? target + "." : target + "." + domain;
    Resolved resolved = ask(pod, name, NOERROR, address(target, atNs), atNs);
    if (resolved.good()) {
      remembered.put(key, resolved.ns() + REMEMBERS_NS);
    }
    return resolved;
  }

  /**
   * Nothing is looked up from here on: which names had been resolved when they were denied is
   * known. Nobody can know better of the others: for all that was ever answered they do not exist.
   */
  void finish() {
    for (Denial denial : denials) {
      if (resolvedNs.getOrDefault(denial.name(), Long.MAX_VALUE) < denial.answeredNs()) {
        setting.recorder().truth.count(denial.edge(), denial.countedNs(), Counts.DNS_DENIED, 1);
      }
    }
    denials.clear();
  }

  private boolean isResolver(Pod pod) {
    return service.isPresent() && pod.service().equals(service.get());
  }

  private String address(String target, long ns) {
    OutsideSpec outside = setting.scenario().outside().get(target);
    if (outside != null) {
      return outside.address();
    }
    return setting.cluster().serving(target, ns).stream().map(Pod::ip).findFirst().orElse("");
  }

  private Resolved ask(Pod client, String name, int rcode, String ip, long ns) {
    long atNs = ns;
    for (int i = 0; i < TRIES; i++) {
      Optional<Pod> server = setting.cluster().pick(service.orElseThrow(), atNs, setting.dice());
      if (server.isEmpty()) {
        return new Resolved(false, atNs);
      }
      Answer answer = query(client, server.get(), name, rcode, ip, atNs);
      if (answer.rcode() == rcode || answer.rcode() == NXDOMAIN) {
        return new Resolved(answer.rcode() == rcode, answer.ns());
      }
      atNs = answer.ns();
    }
    return new Resolved(false, atNs);
  }

  /** {@code rcode} is below 0 when there was no answer; {@code ns} is when the client goes on. */
  private record Answer(int rcode, long ns) {}

  private Answer query(Pod client, Pod server, String name, int rcode, String ip, long ns) {
    Conversation conversation =
        new Conversation(
            setting.recorder(),
            setting.dice(),
            client,
            setting.ports().take(client),
            server,
            setting.scenario().services().get(server.service()).port(),
            false);
    try {
      return query(conversation, client, name, rcode, ip, ns);
    } finally {
      conversation.finish();
    }
  }

  private Answer query(
      Conversation conversation, Pod client, String name, int rcode, String ip, long ns) {
    DNS.Builder question =
        DNS.newBuilder().setQuery(name).addQtypes("A").setObservationSource("proxy");
    long stampNs =
        conversation.record(
            ns,
            client.node(),
            true,
            Layer7.newBuilder().setDns(question),
            "DNS Query " + name + " A");
    conversation.count(stampNs, Counts.QUERIES);
    int told = rcode;
    var failure =
        setting
            .incidents()
            .on(Fault.DnsFailure.class, ns, fault -> setting.dice().chance(fault.share()));
    if (failure.isPresent()) {
      setting.hit(failure.get().incident(), conversation);
      told =
          switch (failure.get().fault().mode()) {
            case TIMEOUT -> -1;
            case SERVFAIL -> SERVFAIL;
            case NXDOMAIN -> NXDOMAIN;
          };
    }
    long sentNs = ns + PROXY_NS;
    if (setting.loses(conversation, client, conversation.server, sentNs)) {
      conversation.lostPacket(sentNs, Flags.NONE, true);
      told = -1;
    } else {
      sentNs = conversation.packet(sentNs, Flags.NONE, true).arrivedNs();
    }
    if (told < 0) {
      conversation.count(stampNs, Counts.DNS_UNANSWERED);
      return new Answer(-1, ns + TIMEOUT_NS);
    }
    return answer(conversation, client, name, rcode, told, ip, ns, stampNs, sentNs);
  }

  private Answer answer(
      Conversation conversation,
      Pod client,
      String name,
      int rcode,
      int told,
      String ip,
      long askedNs,
      long stampNs,
      long arrivedNs) {
    double slow = setting.slowdown(conversation.server, arrivedNs, conversation);
    long answersNs = arrivedNs + (long) (setting.dice().around(LATENCY_NS, LATENCY_SIGMA) * slow);
    if (setting.loses(conversation, conversation.server, client, answersNs)) {
      conversation.lostPacket(answersNs, Flags.NONE, false);
      conversation.count(stampNs, Counts.DNS_UNANSWERED);
      return new Answer(-1, askedNs + TIMEOUT_NS);
    }
    long backNs = conversation.packet(answersNs, Flags.NONE, false).arrivedNs() + PROXY_NS;
    DNS.Builder dns =
        DNS.newBuilder().setQuery(name).addQtypes("A").setRcode(told).setObservationSource("proxy");
    if (told == NOERROR && !ip.isEmpty()) {
      dns.addIps(ip).addRrtypes("A").setTtl(TTL_S);
    }
    long latencyNs = backNs - askedNs;
    long answeredNs =
        conversation.record(
            backNs,
            client.node(),
            false,
            Layer7.newBuilder().setDns(dns).setLatencyNs(latencyNs),
            "DNS Answer RCode " + told + " (Query " + name + " A)");
    conversation.count(stampNs, Counts.ANSWERS + rcodeName(told));
    conversation.count(stampNs, Counts.DNS_TIMED);
    if (latencyNs <= Truth.DNS_THRESHOLD_NS) {
      conversation.count(stampNs, Counts.DNS_WITHIN);
    }
    if (told == NOERROR) {
      resolvedNs.merge(name, answeredNs, Math::min);
    } else if (told == NXDOMAIN && rcode != NXDOMAIN) {
      denials.add(new Denial(conversation.edge, name, answeredNs, stampNs));
    }
    return new Answer(told, backNs);
  }

  private static String rcodeName(int rcode) {
    return switch (rcode) {
      case NOERROR -> "NOERROR";
      case SERVFAIL -> "SERVFAIL";
      case NXDOMAIN -> "NXDOMAIN";
      default -> throw new IllegalArgumentException("rcode: " + rcode + " (expected: 0, 2 or 3)");
    };
  }
}
