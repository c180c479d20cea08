package io.weir.collector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans one request with everything that follows from it: the name is looked up, the connection is
 * opened, the server works and asks others, answers, and the connection ends. A failure of what a
 * service needs becomes a failure of the service.
 */
final class Planner {
  private static final double LATENCY_SIGMA = 0.35;
  private static final double NOT_FOUND_SHARE = 0.01;
  private static final long THINKS_NS = 50_000;
  private static final long PROXY_NS = 60_000;
  private static final long RETRANSMISSION_NS = 200 * Setting.MS;
  private static final int RETRANSMISSIONS_MAX = 5;
  private static final long LINGERS_NS = 500_000;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final int SERVER_ERROR = 500;

  private final Setting setting;
  private final Opening opening;
  private final Resolver resolver;

  Planner(Setting setting) {
    this.setting = setting;
    this.opening = new Opening(setting);
    this.resolver = new Resolver(setting);
  }

  /** The outcome, known to the client at {@code ns}. */
  record Outcome(boolean good, long ns) {}

  /** Nothing is planned from here on. */
  void finish() {
    resolver.finish();
  }

  /** {@code client} asks {@code target} at {@code ns}. */
  Outcome call(Party client, String target, String path, long ns) {
    Resolver.Resolved resolved = resolver.resolve(client, target, ns);
    if (!resolved.good()) {
      return new Outcome(false, resolved.ns());
    }
    Optional<Party> server = server(target, resolved.ns());
    if (server.isEmpty()) {
      // No endpoint in the middle of a rollout: the client's own side knows without asking.
      return new Outcome(false, resolved.ns());
    }
    Conversation conversation =
        new Conversation(
            setting.recorder(),
            setting.dice(),
            client,
            setting.ports().take(client),
            server.get(),
            port(target),
            true);
    try {
      return converse(conversation, target, path, resolved.ns());
    } finally {
      conversation.finish();
    }
  }

  private Optional<Party> server(String target, long ns) {
    OutsideSpec outside = setting.scenario().outside().get(target);
    if (outside != null) {
      return Optional.of(new Outsider(outside.address(), target));
    }
    return setting.cluster().pick(target, ns, setting.dice()).map(pod -> pod);
  }

  private int port(String target) {
    OutsideSpec outside = setting.scenario().outside().get(target);
    return outside != null ? outside.port() : setting.scenario().services().get(target).port();
  }

  private Outcome converse(Conversation conversation, String target, String path, long ns) {
    Opening.Opened opened = opening.open(conversation, target, ns);
    if (!opened.established()) {
      return new Outcome(false, opened.ns());
    }
    long atNs = opened.ns() + THINKS_NS;
    var expired =
        setting
            .incidents()
            .on(Fault.ExpiredCertificate.class, atNs, fault -> fault.service().equals(target));
    if (expired.isPresent()) {
      setting.hit(expired.get().incident(), conversation);
      long helloNs = conversation.packet(atNs, Flags.DATA, true).arrivedNs();
      long certificateNs = conversation.packet(helloNs, Flags.DATA, false).arrivedNs();
      return new Outcome(false, close(conversation, certificateNs + THINKS_NS));
    }
    return request(conversation, target, path, atNs);
  }

  private Outcome request(Conversation conversation, String target, String path, long ns) {
    long askedNs = deliver(conversation, ns, true);
    HttpExchange http =
        new HttpExchange(
            conversation, proxies(conversation, target), target, path, setting.recorder().uuid());
    http.request(ns, askedNs);
    Worked worked = work(conversation, target, askedNs + PROXY_NS);
    Optional<Kills.Kill> kill =
        conversation.server instanceof Pod pod
            ? setting.kills().between(pod, ns, worked.ns())
            : Optional.empty();
    if (kill.isPresent()) {
      setting.hit(kill.get().incident(), conversation);
      Conversation.Passed reset = conversation.packet(kill.get().atNs(), Flags.RST, false);
      conversation.count(reset.stampNs(), Counts.CLOSED);
      conversation.count(reset.stampNs(), Counts.RESET);
      return new Outcome(false, reset.arrivedNs());
    }
    long answersNs = worked.ns() + PROXY_NS;
    long arrivedNs = deliver(conversation, answersNs, false);
    http.response(worked.status(), answersNs, arrivedNs);
    long endNs = close(conversation, arrivedNs + LINGERS_NS);
    return new Outcome(worked.status() < SERVER_ERROR, endNs);
  }

  /** In the order in which they see a request. */
  private List<Node> proxies(Conversation conversation, String target) {
    ServiceSpec spec = setting.scenario().services().get(target);
    List<Node> proxies = new ArrayList<>(2);
    if (spec == null || spec.protocol() != ServiceSpec.Protocol.HTTP) {
      return proxies;
    }
    if (spec.proxy() == ServiceSpec.Proxy.BOTH
        && conversation.client instanceof Pod pod
        && !conversation.isLocal()) {
      proxies.add(pod.node());
    }
    if (spec.proxy() != ServiceSpec.Proxy.NONE && conversation.server instanceof Pod pod) {
      proxies.add(pod.node());
    }
    return proxies;
  }

  /** When the server is done, and with which status. */
  private record Worked(long ns, int status) {}

  private Worked work(Conversation conversation, String target, long ns) {
    Dice dice = setting.dice();
    ServiceSpec spec = setting.scenario().services().get(target);
    OutsideSpec outside = setting.scenario().outside().get(target);
    long medianNs = (spec == null ? outside.latency() : spec.latency()).toNanos();
    double slow = setting.slowdown(conversation.server, ns, conversation);
    long halfNs = (long) (dice.around(Math.max(1, medianNs), LATENCY_SIGMA) * slow / 2);
    var late =
        setting
            .incidents()
            .on(
                Fault.SlowDependency.class,
                ns,
                fault -> fault.service().equals(target) && dice.chance(fault.share()));
    long atNs = ns + halfNs;
    if (late.isPresent()) {
      setting.hit(late.get().incident(), conversation);
      atNs += late.get().fault().added().toNanos();
    }
    boolean good = true;
    if (spec != null && conversation.server instanceof Pod pod) {
      for (ServiceSpec.Call call : spec.calls()) {
        if (setting.kills().between(pod, ns, atNs).isPresent()) {
          break; // the dead ask nobody
        }
        if (dice.chance(call.share().orElse(1.0))) {
          Outcome outcome = call(pod, call.to(), "/", atNs);
          atNs = outcome.ns();
          good &= outcome.good();
        }
      }
    }
    int status = good ? OK : UNAVAILABLE;
    if (good && conversation.server instanceof Pod pod && pod.flawed()) {
      status = flawed(conversation, pod);
    } else if (good && dice.chance(NOT_FOUND_SHARE)) {
      status = NOT_FOUND;
    }
    return new Worked(atNs + halfNs, status);
  }

  private int flawed(Conversation conversation, Pod pod) {
    for (Incidents.Incident incident : setting.incidents().all()) {
      if (incident.fault() instanceof Fault.BadRollout bad
          && bad.service().equals(pod.service())
          && setting.dice().chance(bad.share())) {
        setting.hit(incident, conversation);
        return bad.status();
      }
    }
    return OK;
  }

  /** Sends data until it arrives; TCP sends what was lost again. Returns when it has arrived. */
  private long deliver(Conversation conversation, long ns, boolean fromClient) {
    Party from = fromClient ? conversation.client : conversation.server;
    Party to = fromClient ? conversation.server : conversation.client;
    long atNs = ns;
    for (int i = 0; i < RETRANSMISSIONS_MAX; i++) {
      if (!setting.loses(conversation, from, to, atNs)) {
        break;
      }
      conversation.lostPacket(atNs, Flags.DATA, fromClient);
      atNs += RETRANSMISSION_NS << i;
    }
    return conversation.packet(atNs, Flags.DATA, fromClient).arrivedNs();
  }

  /** The client has all it wants. */
  private long close(Conversation conversation, long ns) {
    Conversation.Passed fin = conversation.packet(ns, Flags.FIN, true);
    conversation.count(fin.stampNs(), Counts.CLOSED);
    Conversation.Passed back = conversation.packet(fin.arrivedNs(), Flags.FIN, false);
    conversation.packet(back.arrivedNs(), Flags.ACK, true);
    return ns;
  }
}
