package io.weir.alerting.suggest;

import java.util.Optional;

/** The indicators that objectives are suggested for, and how people speak of them. */
enum SuggestedIndicator {
  HTTP_AVAILABILITY(
      "http-availability", "responses", "%s answers", "of the responses of %s are no server error"),
  HTTP_LATENCY(
      "http-latency",
      "responses",
      "%s is fast",
      "of the responses of %s come in time (jobs.http-latency-threshold, 500 ms by default)"),
  TCP_CONNECT(
      "tcp-connect", "connections", "%s is reached", "of the connections to %s are established"),
  DNS_AVAILABILITY(
      "dns-availability", "queries", "%s resolves names", "of the queries to %s are answered");

  private final String word;
  private final String events;
  private final String title;
  private final String promise;

  SuggestedIndicator(String word, String events, String title, String promise) {
    this.word = word;
    this.events = events;
    this.title = title;
    this.promise = promise;
  }

  /** As documents and counts name it. */
  String word() {
    return word;
  }

  /** What it counts, in the plural. */
  String events() {
    return events;
  }

  String title(ObservedService service) {
    return title.formatted(service.name());
  }

  /** The rest of the sentence after the percentage. */
  String promise(ObservedService service) {
    return promise.formatted(service.label());
  }

  Optional<Seen> of(ObservedService service) {
    return service.seen(word);
  }
}
