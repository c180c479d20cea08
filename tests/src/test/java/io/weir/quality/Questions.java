package io.weir.quality;

import io.weir.alerting.burn.Transition;
import io.weir.alerting.cause.BurningSlo;
import io.weir.alerting.cause.CauseFinder;
import io.weir.alerting.cause.Diagnosis;
import io.weir.alerting.cause.IncidentGroup;
import io.weir.alerting.cause.IncidentGroups;
import io.weir.alerting.incident.ArchiveSurroundings;
import io.weir.alerting.incident.Surroundings;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import io.weir.streams.edge.EdgeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks why pages opened, as alerting does: what the archive has of the time around, read by the
 * class that reads it in production, then the causes, then who is affected by whom. Of each
 * incident one page is told. Confined to one thread.
 */
final class Questions {
  /** As long as alerting looks back. */
  private static final Duration BASELINE = Duration.ofMinutes(30);

  private final Objectives objectives;
  private final Map<Integer, Diagnosis> answers = new HashMap<>();
  private final Map<Integer, BurningSlo> burning = new HashMap<>();

  /** Told, or belonging to an incident that was: stays so, whatever the graph says later. */
  private final Set<Integer> known = new HashSet<>();

  Questions(Objectives objectives) {
    this.objectives = objectives;
  }

  /**
   * Looks into pages that open together.
   *
   * @param pages by objective
   * @return objectives that are told: of each incident of which nobody was told yet, its root, or
   *     the one that began first
   */
  List<Integer> ask(Map<Integer, Transition> pages, MemoryArchive archive) {
    Surroundings around =
        new ArchiveSurroundings(archive, archive, EdgeRules.DEFAULT.httpLatencyThreshold())
            .read(asked(pages))
            .orElseThrow();
    pages.forEach((objective, page) -> answer(objective, page, around));
    List<Integer> roots = new ArrayList<>();
    for (IncidentGroup group :
        IncidentGroups.of(burning.values(), around.frame(), around.edges(), around.sightings())) {
      List<Integer> members =
          Stream.concat(Stream.of(group.root()), group.affected().stream())
              .map(slo -> index(slo.name()))
              .toList();
      if (members.stream().noneMatch(known::contains)) {
        // Each of them opened now: whatever opened before is known.
        int first = members.stream().filter(pages::containsKey).findFirst().orElseThrow();
        roots.add(first);
      }
      known.addAll(members);
    }
    return roots;
  }

  private Surroundings.Asked asked(Map<Integer, Transition> pages) {
    long startNs =
        pages.entrySet().stream()
            .mapToLong(page -> startNs(page.getKey(), page.getValue()))
            .min()
            .orElseThrow();
    Duration longest =
        pages.entrySet().stream()
            .map(page -> shortWindow(page.getKey(), page.getValue()))
            .max(Comparator.naturalOrder())
            .filter(window -> window.compareTo(BASELINE) > 0)
            .orElse(BASELINE);
    return new Surroundings.Asked(
        startNs - longest.toNanos(),
        startNs,
        pages.keySet().stream()
            .map(objective -> slo(objective).selector().indicator())
            .collect(Collectors.toSet()));
  }

  private void answer(int objective, Transition page, Surroundings around) {
    Diagnosis answer =
        CauseFinder.find(around.input(objectives.target(objective), startNs(objective, page)));
    answers.put(objective, answer);
    burning.put(
        objective,
        new BurningSlo(
            slo(objective).id(),
            objectives.target(objective),
            answer.startNs(),
            page.reading().longRate(),
            answer.causes().stream().findFirst().map(BurningSlo.Reason::of)));
  }

  /** The short window was bad when the rule fired, so it began then at the latest. */
  private long startNs(int objective, Transition page) {
    return page.atMs() * 1_000_000 - shortWindow(objective, page).toNanos();
  }

  private Duration shortWindow(int objective, Transition page) {
    return slo(objective).rules().burn().stream()
        .filter(rule -> rule.name().equals(page.rule()))
        .map(BurnRule::shortWindow)
        .findFirst()
        .orElseThrow();
  }

  /** Why it burns, as was found when its page opened. */
  Diagnosis answer(int objective) {
    Diagnosis answer = answers.get(objective);
    if (answer == null) {
      throw new IllegalArgumentException(slo(objective).id() + ": nobody asked (expected: a page)");
    }
    return answer;
  }

  /** No page of it is open any more. */
  void forget(int objective) {
    answers.remove(objective);
    burning.remove(objective);
    known.remove(objective);
  }

  private Slo slo(int objective) {
    return objectives.all().get(objective);
  }

  private int index(String slo) {
    for (int i = 0; i < objectives.size(); i++) {
      if (slo(i).id().equals(slo)) {
        return i;
      }
    }
    throw new IllegalArgumentException("slo: " + slo + " (expected: one of the scenario's)");
  }
}
