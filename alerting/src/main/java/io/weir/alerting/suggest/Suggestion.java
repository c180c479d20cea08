package io.weir.alerting.suggest;

import io.weir.alerting.slo.Target;

/**
 * One document.
 *
 * @param name of the SLO, unique among all suggested
 * @param selector of the service, as the documents write it
 * @param target of the choice, which has one
 */
record Suggestion(
    String name,
    String selector,
    ObservedService service,
    SuggestedIndicator indicator,
    TargetChoice choice,
    Target target) {}
