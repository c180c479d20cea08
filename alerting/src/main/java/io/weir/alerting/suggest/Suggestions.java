package io.weir.alerting.suggest;

import io.weir.alerting.slo.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * OpenSLO documents for what was counted: availability and latency of what speaks HTTP, the answers
 * of what resolves names, else connections. The same counts give the same text.
 */
public final class Suggestions {
  private static final int NAMES_MAX = 20;

  private final Observation observation;
  private final boolean named;
  private final SuggestionNames names;
  private final List<Suggestion> suggestions = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final List<String> outside = new ArrayList<>();
  private final List<String> system = new ArrayList<>();

  private Suggestions(Observation observation, boolean named) {
    this.observation = observation;
    this.named = named;
    this.names = new SuggestionNames(observation.services());
  }

  /**
   * @param named whether somebody named a namespace or service: then what runs the cluster and what
   *     is outside of it is not left out
   */
  public static Suggestions of(Observation observation, boolean named) {
    Suggestions suggestions = new Suggestions(observation, named);
    observation.services().forEach(suggestions::add);
    suggestions.leftOutTogether(suggestions.system, "in namespaces that run the cluster");
    suggestions.leftOutTogether(suggestions.outside, "outside of the cluster, or nobody's");
    return suggestions;
  }

  private void add(ObservedService service) {
    Optional<LeftOut> reason = LeftOut.of(service);
    if (reason.isPresent() && (!named || reason.get() == LeftOut.NOBODY)) {
      boolean resolver =
          reason.get() == LeftOut.SYSTEM
              && SuggestedIndicator.DNS_AVAILABILITY.of(service).isPresent();
      if (resolver) {
        // Everybody depends on it, whoever runs it.
        addIfSeen(service, SuggestedIndicator.DNS_AVAILABILITY);
      } else {
        (reason.get() == LeftOut.SYSTEM ? system : outside).add(service.label());
      }
      return;
    }
    Optional<TargetChoice> http = addIfSeen(service, SuggestedIndicator.HTTP_AVAILABILITY);
    addIfSeen(service, SuggestedIndicator.HTTP_LATENCY);
    Optional<TargetChoice> dns = addIfSeen(service, SuggestedIndicator.DNS_AVAILABILITY);
    // Some requests that happen to be seen must not hide a service's many connections.
    boolean judged = dns.isPresent() || http.filter(choice -> !choice.tooLittle()).isPresent();
    boolean connects = !judged && addIfSeen(service, SuggestedIndicator.TCP_CONNECT).isPresent();
    if (!judged && !connects && http.isEmpty()) {
      leftOut.add(service.label() + ": no HTTP, DNS or TCP connections were counted");
    }
  }

  /** What was chosen; empty when nothing of the indicator was counted. */
  private Optional<TargetChoice> addIfSeen(ObservedService service, SuggestedIndicator indicator) {
    Optional<TargetChoice> choice =
        indicator.of(service).map(seen -> TargetChoice.of(seen, observation.length()));
    choice.ifPresent(
        found ->
            found
                .target()
                .ifPresentOrElse(
                    target -> suggestions.add(suggestion(service, indicator, found, target)),
                    () ->
                        leftOut.add(
                            service.label()
                                + ", "
                                + indicator.word()
                                + ": "
                                + Reasons.whyNone(found, indicator))));
    return choice;
  }

  private Suggestion suggestion(
      ObservedService service, SuggestedIndicator indicator, TargetChoice choice, Target target) {
    return new Suggestion(
        names.of(service, indicator), names.selector(service), service, indicator, choice, target);
  }

  private void leftOutTogether(List<String> labels, String who) {
    if (!labels.isEmpty()) {
      List<String> distinct = labels.stream().distinct().toList();
      leftOut.add(
          "%s (%s): %s%s"
              .formatted(
                  who,
                  distinct.size(),
                  String.join(", ", distinct.stream().limit(NAMES_MAX).toList()),
                  distinct.size() > NAMES_MAX ? ", …" : ""));
    }
  }

  /** Documents. */
  public int size() {
    return suggestions.size();
  }

  /** Who got none, and why; a sentence each. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }

  /** The documents, YAML; comments say where their targets come from, and who was left out. */
  public String toYaml() {
    return new SuggestionText(observation).of(suggestions, leftOut);
  }
}
