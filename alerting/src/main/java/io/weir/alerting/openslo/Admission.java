package io.weir.alerting.openslo;

import io.weir.alerting.openslo.Finding.Severity;
import io.weir.slo.v1.DefinedObject;
import io.weir.slo.v1.SloDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Judges a change of the API's documents by what it would make of all of them, together with the
 * names that files define. Pure.
 */
public final class Admission {
  private final Duration httpThreshold;
  private final Duration dnsThreshold;

  /**
   * What a change comes to.
   *
   * @param findings of the document itself, and the errors that others have only because of it;
   *     without {@link Severity#INFO}
   * @param objects that the document defines
   */
  public record Judgement(List<Finding> findings, List<DefinedObject> objects) {
    public Judgement {
      findings = List.copyOf(findings);
      objects = List.copyOf(objects);
    }
  }

  /**
   * @param httpThreshold within which {@code http-latency} is good, as the jobs are configured
   * @param dnsThreshold the same of {@code dns-latency}
   */
  public Admission(Duration httpThreshold, Duration dnsThreshold) {
    this.httpThreshold = httpThreshold;
    this.dnsThreshold = dnsThreshold;
  }

  /**
   * What if a document had this text?
   *
   * @param standing all that the topic says
   * @param name of a document that is there, or a new one
   */
  public Judgement put(Collection<SloDocument> standing, String name, String text) {
    String place = DocumentRecords.place(name);
    Map<String, String> before = DocumentRecords.texts(standing);
    Map<String, String> after = new TreeMap<>(before);
    after.put(place, text);
    Documents documents = read(after, standing);
    List<Finding> findings = new ArrayList<>(ofOthers(place, before, documents, standing));
    lint(documents).stream()
        .filter(finding -> finding.place().file().equals(place))
        .filter(finding -> finding.severity() != Severity.INFO)
        .forEach(findings::add);
    List<OpenSloObject> objects =
        documents.objects().stream()
            .filter(object -> object.metadata().name().place().file().equals(place))
            .toList();
    objects.forEach(object -> connection(object).ifPresent(findings::add));
    findings.sort(Finding.BY_PLACE);
    return new Judgement(findings, objects.stream().map(DocumentRecords::defined).toList());
  }

  /** What if a document were gone? */
  public Judgement delete(Collection<SloDocument> standing, String name) {
    String place = DocumentRecords.place(name);
    Map<String, String> before = DocumentRecords.texts(standing);
    Map<String, String> after = new TreeMap<>(before);
    after.remove(place);
    return new Judgement(ofOthers(place, before, read(after, standing), standing), List.of());
  }

  /** Errors of other documents that were none before. */
  private List<Finding> ofOthers(
      String place, Map<String, String> before, Documents after, Collection<SloDocument> standing) {
    // Suggestions name what else there is, which is what changes.
    Set<Finding> known =
        lint(read(before, standing)).stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(Admission::withoutSuggestion)
            .collect(Collectors.toSet());
    return lint(after).stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .filter(finding -> !finding.place().file().equals(place))
        .filter(finding -> !known.contains(withoutSuggestion(finding)))
        .toList();
  }

  private static Finding withoutSuggestion(Finding finding) {
    return new Finding(finding.severity(), finding.place(), finding.message(), "");
  }

  private static Documents read(Map<String, String> texts, Collection<SloDocument> standing) {
    Map<ObjectName, Place> elsewhere = new HashMap<>();
    for (SloDocument document : standing) {
      if (document.getFromFile()) {
        document
            .getObjectsList()
            .forEach(
                object ->
                    elsewhere.put(
                        ObjectName.of(object),
                        new Place(document.getName(), object.getLine(), object.getColumn(), "")));
      }
    }
    return Documents.ofTexts(texts, elsewhere);
  }

  private List<Finding> lint(Documents documents) {
    return Lint.of(
        documents,
        SloCompiler.compile(documents, httpThreshold, dnsThreshold),
        Lint.Traffic.UNKNOWN);
  }

  /** Everybody who reaches the API reads what it keeps. */
  private static Optional<Finding> connection(OpenSloObject object) {
    boolean has =
        object instanceof OpenSloObject.DataSource source && !source.connectionKeys().isEmpty();
    return has
        ? Optional.of(
            new Finding(
                Severity.ERROR,
                object.metadata().name().place(),
                ObjectName.of(object) + " has connectionDetails",
                "leave them out: Weir needs none, and the API shows documents to everybody"))
        : Optional.empty();
  }
}
