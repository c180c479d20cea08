package io.weir.alerting.notify;

import io.weir.slo.v1.Cause;
import io.weir.slo.v1.Diagnosis;
import io.weir.slo.v1.Evidence;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of an incident, in words. Pure. */
final class IncidentText {
  private static final int CAUSES = 3;
  private static final int EVIDENCE = 3;
  private static final int AFFECTED = 10;

  private IncidentText() {}

  /** Annotations; what is not known is left out. */
  static SortedMap<String, String> annotations(Incident incident) {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.put("incident", incident.getId());
    texts.put("affected", affected(incident));
    if (incident.hasDiagnosis()) {
      Diagnosis diagnosis = incident.getDiagnosis();
      texts.put("cause", diagnosis.getSentence());
      texts.put("causes", causes(diagnosis));
      texts.put("layer", diagnosis.getLayer());
      texts.put("callers", callers(diagnosis));
      texts.put("began", second(diagnosis.getBeganNs()).toString());
      texts.put("flows", diagnosis.getFlows());
    }
    return texts;
  }

  /** The same alert with who has taken it on. */
  static Alert acknowledged(Alert alert, Silence taken) {
    SortedMap<String, String> annotations = new TreeMap<>(alert.annotations());
    String note = taken.getNote().isEmpty() ? "" : ": " + taken.getNote();
    annotations.put(
        "acknowledged", taken.getOwner() + " until " + second(taken.getEndsNs()) + note);
    return new Alert(alert.labels(), annotations, alert.startsAt(), alert.resolvedAt());
  }

  /** Lines that follow those of the burn rate; empty when nothing is known. */
  static String lines(Incident incident) {
    List<String> lines = new ArrayList<>();
    if (incident.hasDiagnosis()) {
      Diagnosis diagnosis = incident.getDiagnosis();
      lines.add(since(incident, diagnosis));
      if (diagnosis.getCallers() > 0) {
        lines.add("Hit: " + callers(diagnosis) + ".");
      }
      lines.add("Failing layer: " + diagnosis.getLayer() + ".");
      lines.add(
          diagnosis.getCausesCount() == 0
              ? diagnosis.getSentence()
              : "Likely causes:\n" + causes(diagnosis));
      if (!diagnosis.getLimits().isEmpty()) {
        lines.add(diagnosis.getLimits());
      }
    }
    String affected = affected(incident);
    if (!affected.isEmpty()) {
      lines.add("Burning for the same reason, not told by themselves: " + affected + ".");
    }
    if (!incident.getRoot().equals(incident.getAlert().getSlo())) {
      lines.add("It depends on " + incident.getRoot() + ", which burns as well.");
    }
    return String.join("\n", lines);
  }

  private static String since(Incident incident, Diagnosis diagnosis) {
    Duration before = Duration.ofNanos(incident.getOpenedNs() - diagnosis.getBeganNs());
    String alert =
        before.toSeconds() < 60 ? "" : " (" + before.toMinutes() + " min before this alert)";
    return "Since %s%s %s of %s were bad, usually %s."
        .formatted(
            second(diagnosis.getBeganNs()),
            alert,
            Figures.number(diagnosis.getBad()),
            Figures.number(diagnosis.getTotal()),
            diagnosis.getUsualTotal() == 0
                ? "nothing to compare with"
                : Figures.percent(share(diagnosis.getUsualBad(), diagnosis.getUsualTotal())));
  }

  private static String callers(Diagnosis diagnosis) {
    return diagnosis.getCallers() == 0
        ? ""
        : diagnosis.getCallersHit() + " of " + diagnosis.getCallers() + " callers";
  }

  private static String causes(Diagnosis diagnosis) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (Cause cause : diagnosis.getCausesList()) {
      if (++number > CAUSES) {
        break;
      }
      text.append(number == 1 ? "" : "\n")
          .append(
              String.format(
                  Locale.ROOT,
                  "%d. %s (score %.2f: covers %s, timing %.2f, specific %.2f, place %.2f)",
                  number,
                  cause.getSentence(),
                  cause.getScore(),
                  Figures.percent(cause.getCoverage()),
                  cause.getTiming(),
                  cause.getSpecificity(),
                  cause.getPlace()));
      cause.getEvidenceList().stream()
          .limit(EVIDENCE)
          .forEach(evidence -> text.append("\n   ").append(evidence(evidence)));
    }
    return text.toString();
  }

  private static String evidence(Evidence evidence) {
    return count(evidence.getCount(), evidence.getTotal())
        + " "
        + evidence.getFigure()
        + ", usually "
        + count(evidence.getUsualCount(), evidence.getUsualTotal());
  }

  private static String count(long part, long whole) {
    return whole == 0
        ? Figures.number(part)
        : Figures.number(part) + " of " + Figures.number(whole);
  }

  /** Other objectives with an open alert. */
  private static String affected(Incident incident) {
    List<String> slos =
        incident.getMembersList().stream()
            .filter(member -> member.getClosedNs() == 0)
            .map(Incident.Member::getSlo)
            .filter(slo -> !slo.equals(incident.getAlert().getSlo()))
            .distinct()
            .sorted()
            .toList();
    String more = slos.size() > AFFECTED ? " and " + (slos.size() - AFFECTED) + " more" : "";
    return String.join(", ", slos.subList(0, Math.min(AFFECTED, slos.size()))) + more;
  }

  private static Instant second(long ns) {
    return Instant.ofEpochSecond(0, ns).truncatedTo(ChronoUnit.SECONDS);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
