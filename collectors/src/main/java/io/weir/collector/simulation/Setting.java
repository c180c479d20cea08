package io.weir.collector.simulation;

/** Everything that planning a request needs to know. */
record Setting(
    Scenario scenario,
    Cluster cluster,
    Incidents incidents,
    Kills kills,
    Recorder recorder,
    Dice dice,
    Ports ports) {
  static final long MS = 1_000_000L;
  static final long SECOND = 1_000_000_000L;

  /** Says that something went wrong for the two of {@code conversation} because of the incident. */
  void hit(Incidents.Incident incident, Conversation conversation) {
    recorder.truth.hit(incident.name(), conversation.edge.text());
  }

  /** How much slower everything on the node of {@code party} is at the moment. */
  double slowdown(Party party, long ns, Conversation conversation) {
    if (!(party instanceof Pod pod)) {
      return 1;
    }
    return incidents
        .on(Fault.NodePressure.class, ns, fault -> fault.node().equals(pod.node().spec().name()))
        .map(
            match -> {
              hit(match.incident(), conversation);
              return match.fault().slowdown();
            })
        .orElse(1.0);
  }

  /** Whether the network loses a packet between the nodes of the two. */
  boolean loses(Conversation conversation, Party from, Party to, long ns) {
    if (!(from instanceof Pod sender) || !(to instanceof Pod receiver)) {
      return false;
    }
    var loss =
        incidents.on(
            Fault.PacketLoss.class,
            ns,
            fault ->
                fault.from().equals(sender.node().spec().name())
                    && fault.to().equals(receiver.node().spec().name()));
    boolean lost = loss.isPresent() && dice.chance(loss.get().fault().share());
    if (lost) {
      hit(loss.get().incident(), conversation);
    }
    return lost;
  }
}
