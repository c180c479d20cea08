package io.weir.alerting.incident;

import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Diagnosis;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Incident.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides which open alerts are one incident, and which of them people are told. Pure but for what
 * it remembers: equal steps give equal incidents.
 *
 * <ul>
 *   <li>Of alerts that are open for one reason, the most urgent is told; of equals that of the
 *       root, then the first. The others belong to its incident and are not told by themselves.
 *   <li>What was told stays told, and what belongs to an incident stays there, whatever the graph
 *       says later: nobody is woken because a map changed.
 *   <li>An alert that is more urgent than the one that was told is an incident of its own.
 *   <li>An incident ends when no alert is open in it that is as urgent as the one that was told.
 *       What is left, less urgent and open, is then judged anew.
 * </ul>
 *
 * <p>Mutable, confined to one thread.
 */
public final class Incidents {
  /** How long incidents that ended are kept. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** How many of those are kept, the newest. */
  public static final int ENDED_MAX = 500;

  private static final Comparator<AlertState> FIRST =
      Comparator.comparingLong(AlertState::getOpenedNs).thenComparing(AlertState::getFingerprint);

  private final Map<String, Incident> byId = new TreeMap<>();

  /**
   * Objectives that burn for one reason.
   *
   * @param root by which the others are affected; one of {@code slos}
   */
  public record Group(String root, Set<String> slos) {
    public Group {
      slos = Set.copyOf(slos);
    }
  }

  /** Takes up what is known from before, by id. */
  public void restore(Map<String, Incident> known) {
    byId.clear();
    byId.putAll(known);
  }

  /** All, those that ended as well. */
  public Collection<Incident> all() {
    return List.copyOf(byId.values());
  }

  /** One by its id. */
  public Optional<Incident> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The open incident that an alert belongs to. */
  public Optional<Incident> of(String fingerprint) {
    return byId.values().stream()
        .filter(incident -> isOpen(incident) && hasOpen(incident, fingerprint))
        .findFirst();
  }

  /**
   * Brings the incidents in line with the alerts that are open.
   *
   * @param open all alerts that are
   * @param groups objectives that burn for one reason; one that is in none is alone
   * @param nowNs when that is so; ends are dated by it
   * @return ids of what changed, was new, or is forgotten
   */
  public Set<String> step(Collection<AlertState> open, List<Group> groups, long nowNs) {
    Map<String, Incident> before = new HashMap<>(byId);
    Map<String, AlertState> byFingerprint = new HashMap<>();
    open.forEach(alert -> byFingerprint.put(alert.getFingerprint(), alert));
    byId.replaceAll(
        (id, incident) -> isOpen(incident) ? ended(incident, byFingerprint, nowNs) : incident);
    for (Group group : whole(groups, open)) {
      assign(group, open);
    }
    forget(nowNs);
    return changes(before);
  }

  private static Incident ended(Incident incident, Map<String, AlertState> open, long nowNs) {
    Incident.Builder builder = incident.toBuilder();
    AlertState told = open.get(incident.getAlert().getFingerprint());
    if (told != null) {
      builder.setAlert(told);
    }
    // Event time is unknown when every rule was withdrawn.
    long endNs = Math.max(nowNs, Math.max(1, incident.getOpenedNs()));
    boolean any = false;
    for (Member.Builder member : builder.getMembersBuilderList()) {
      AlertState alert = open.get(member.getFingerprint());
      // The same rule may have ended and begun again meanwhile: it is the same trouble.
      if (alert == null && member.getClosedNs() == 0) {
        member.setClosedNs(endNs);
      } else if (alert != null) {
        member.clearClosedNs();
      }
      any |= alert != null && isAsUrgent(member, incident);
    }
    return any ? builder.build() : builder.setClosedNs(endNs).build();
  }

  private static boolean isAsUrgent(Member.Builder member, Incident incident) {
    return Urgency.rank(member.getSeverity()) <= Urgency.rank(incident.getAlert().getSeverity());
  }

  /** The groups, and one for each objective that is in none. */
  private static List<Group> whole(List<Group> groups, Collection<AlertState> open) {
    Set<String> grouped = new HashSet<>();
    groups.forEach(group -> grouped.addAll(group.slos()));
    List<Group> whole = new ArrayList<>(groups);
    open.stream()
        .map(AlertState::getSlo)
        .distinct()
        .filter(slo -> !grouped.contains(slo))
        .sorted()
        .forEach(slo -> whole.add(new Group(slo, Set.of(slo))));
    return whole;
  }

  private void assign(Group group, Collection<AlertState> open) {
    String root = group.root();
    List<AlertState> fresh =
        open.stream()
            .filter(alert -> group.slos().contains(alert.getSlo()))
            .filter(alert -> of(alert.getFingerprint()).isEmpty())
            .sorted(
                Comparator.comparingInt((AlertState alert) -> Urgency.rank(alert.getSeverity()))
                    .thenComparing(alert -> !alert.getSlo().equals(root))
                    .thenComparing(FIRST))
            .toList();
    for (AlertState alert : fresh) {
      Optional<Incident> host = host(group, alert);
      if (host.isPresent()) {
        byId.put(
            host.get().getId(),
            host.get().toBuilder().addMembers(member(alert)).setRoot(root).build());
      } else {
        begin(alert, root);
      }
    }
  }

  /**
   * The oldest open incident of the same reason of which people were told as urgently. The reason
   * is that of the alert they were told: a caller that is affected by two troubles does not make
   * one of them.
   */
  private Optional<Incident> host(Group group, AlertState alert) {
    return byId.values().stream()
        .filter(Incidents::isOpen)
        .filter(
            incident ->
                Urgency.rank(incident.getAlert().getSeverity())
                    <= Urgency.rank(alert.getSeverity()))
        .filter(
            incident ->
                group.slos().contains(incident.getAlert().getSlo())
                    || hasOpenOf(incident, alert.getSlo()))
        .min(Comparator.comparingLong(Incident::getOpenedNs).thenComparing(Incident::getId));
  }

  private static boolean hasOpenOf(Incident incident, String slo) {
    return incident.getMembersList().stream()
        .anyMatch(member -> member.getClosedNs() == 0 && member.getSlo().equals(slo));
  }

  private void begin(AlertState alert, String root) {
    String id = alert.getFingerprint() + "-" + alert.getOpenedNs() / 1_000_000_000;
    byId.put(
        id,
        Incident.newBuilder()
            .setId(id)
            .setAlert(alert)
            .setOpenedNs(alert.getOpenedNs())
            .setRoot(root)
            .addMembers(member(alert))
            .build());
  }

  private static Member member(AlertState alert) {
    return Member.newBuilder()
        .setFingerprint(alert.getFingerprint())
        .setSlo(alert.getSlo())
        .setRule(alert.getPolicy())
        .setSeverity(alert.getSeverity())
        .setOpenedNs(alert.getOpenedNs())
        .build();
  }

  /** Puts down why an incident's alert burns. */
  public void diagnosed(String id, Diagnosis diagnosis) {
    byId.computeIfPresent(
        id, (key, incident) -> incident.toBuilder().setDiagnosis(diagnosis).build());
  }

  private void forget(long nowNs) {
    List<Incident> ended =
        new ArrayList<>(byId.values().stream().filter(incident -> !isOpen(incident)).toList());
    ended.sort(Comparator.comparingLong(Incident::getClosedNs).reversed());
    for (int i = 0; i < ended.size(); i++) {
      if (i >= ENDED_MAX || ended.get(i).getClosedNs() < nowNs - KEPT.toNanos()) {
        byId.remove(ended.get(i).getId());
      }
    }
  }

  private Set<String> changes(Map<String, Incident> before) {
    Set<String> changes = new TreeSet<>(before.keySet());
    changes.addAll(byId.keySet());
    changes.removeIf(id -> Objects.equals(before.get(id), byId.get(id)));
    return changes;
  }

  static boolean isOpen(Incident incident) {
    return incident.getClosedNs() == 0;
  }

  private static boolean hasOpen(Incident incident, String fingerprint) {
    return incident.getMembersList().stream()
        .anyMatch(
            member -> member.getFingerprint().equals(fingerprint) && member.getClosedNs() == 0);
  }
}
