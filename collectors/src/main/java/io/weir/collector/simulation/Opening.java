package io.weir.collector.simulation;

import io.weir.hubble.flow.DropReason;
import io.weir.hubble.flow.Policy;
import java.util.Optional;

/** Opens TCP connections: the SYN and what becomes of it. */
final class Opening {
  /** When a SYN is sent, and again; TCP's own pauses. */
  private static final long[] TRIES_NS = {0, Setting.SECOND, 3 * Setting.SECOND};

  /** When the client gives up. */
  private static final long GIVES_UP_NS = 5 * Setting.SECOND;

  private final Setting setting;

  Opening(Setting setting) {
    this.setting = setting;
  }

  /** The outcome: at {@code ns} the client knows whether it is connected. */
  record Opened(boolean established, long ns) {}

  /** What becomes of one SYN. */
  private record Fate(boolean refused, boolean stops, long stampNs, long clientNs) {}

  Opened open(Conversation conversation, String service, long ns) {
    long attemptNs = 0;
    for (long waitedNs : TRIES_NS) {
      Fate fate = send(conversation, service, ns + waitedNs);
      if (waitedNs == 0) {
        attemptNs = fate.stampNs();
        conversation.count(attemptNs, Counts.ATTEMPTS);
      } else {
        conversation.count(fate.stampNs(), Counts.RETRANSMITS);
      }
      if (fate.stops()) {
        conversation.count(attemptNs, fate.refused() ? Counts.REFUSED : Counts.ESTABLISHED);
        return new Opened(!fate.refused(), fate.clientNs());
      }
    }
    conversation.count(attemptNs, Counts.UNANSWERED);
    return new Opened(false, ns + GIVES_UP_NS);
  }

  private Fate send(Conversation conversation, String service, long ns) {
    return denied(conversation, ns)
        .or(() -> dropped(conversation, ns))
        .or(() -> lost(conversation, ns))
        .or(() -> refused(conversation, service, ns))
        .orElseGet(() -> answered(conversation, ns));
  }

  private static Optional<Fate> unheard(Conversation.Passed passed) {
    return Optional.of(new Fate(false, false, passed.stampNs(), 0));
  }

  private Optional<Fate> denied(Conversation conversation, long ns) {
    if (!(conversation.client instanceof Pod from) || !(conversation.server instanceof Pod to)) {
      return Optional.empty();
    }
    var denial =
        setting
            .incidents()
            .on(
                Fault.PolicyDenial.class,
                ns,
                fault -> fault.from().equals(from.service()) && fault.to().equals(to.service()));
    if (denial.isEmpty()) {
      return Optional.empty();
    }
    setting.hit(denial.get().incident(), conversation);
    boolean ingress = denial.get().fault().side() == Fault.PolicyDenial.Side.INGRESS;
    Pod enforces = ingress ? to : from;
    Policy policy =
        Policy.newBuilder()
            .setName(denial.get().fault().policy())
            .setNamespace(enforces.workload().namespace())
            .setKind("CiliumNetworkPolicy")
            .build();
    return unheard(
        conversation.dropped(
            ns, Flags.SYN, enforces.node(), DropReason.POLICY_DENY, Optional.of(policy)));
  }

  private Optional<Fate> dropped(Conversation conversation, long ns) {
    Party where = conversation.server instanceof Pod ? conversation.server : conversation.client;
    if (!(where instanceof Pod pod)) {
      return Optional.empty();
    }
    var drops =
        setting
            .incidents()
            .on(
                Fault.DatapathDrops.class,
                ns,
                fault -> fault.node().equals(pod.node().spec().name()));
    if (drops.isEmpty() || !setting.dice().chance(drops.get().fault().share())) {
      return Optional.empty();
    }
    setting.hit(drops.get().incident(), conversation);
    DropReason reason = DropReason.valueOf(drops.get().fault().reason().name());
    return unheard(conversation.dropped(ns, Flags.SYN, pod.node(), reason, Optional.empty()));
  }

  private Optional<Fate> lost(Conversation conversation, long ns) {
    return setting.loses(conversation, conversation.client, conversation.server, ns)
        ? unheard(conversation.lostPacket(ns, Flags.SYN, true))
        : Optional.empty();
  }

  private Optional<Fate> refused(Conversation conversation, String service, long ns) {
    Optional<Incidents.Incident> because =
        setting
            .incidents()
            .on(Fault.ServiceDown.class, ns, fault -> fault.service().equals(service))
            .map(Incidents.Match::incident);
    if (because.isEmpty() && conversation.server instanceof Pod pod) {
      because = setting.kills().down(pod, ns).map(Kills.Kill::incident);
    }
    if (because.isEmpty()) {
      return Optional.empty();
    }
    setting.hit(because.get(), conversation);
    Conversation.Passed syn = conversation.packet(ns, Flags.SYN, true);
    Conversation.Passed reset = conversation.packet(syn.arrivedNs(), Flags.RST_ACK, false);
    return Optional.of(new Fate(true, true, syn.stampNs(), reset.arrivedNs()));
  }

  private Fate answered(Conversation conversation, long ns) {
    Conversation.Passed syn = conversation.packet(ns, Flags.SYN, true);
    long atNs = syn.arrivedNs();
    if (setting.loses(conversation, conversation.server, conversation.client, atNs)) {
      // The server has answered, the client never hears of it.
      conversation.lostPacket(atNs, Flags.SYN_ACK, false);
      return new Fate(false, false, syn.stampNs(), 0);
    }
    Conversation.Passed answer = conversation.packet(atNs, Flags.SYN_ACK, false);
    Conversation.Passed ack = conversation.packet(answer.arrivedNs(), Flags.ACK, true);
    return new Fate(false, true, syn.stampNs(), ack.arrivedNs());
  }
}
