package io.weir.alerting.kstreams;

import io.weir.alerting.history.PastRequest;
import java.time.Duration;
import java.util.Optional;

/** Where the search for one objective's past stands. Confined to its task. */
final class WantedPast {
  private static final Duration AGAIN_MIN = Duration.ofSeconds(10);
  private static final int DOUBLED_MAX = 6;

  /** Since when it is wanted; wall clock. */
  final long sinceMs;

  private Optional<PastRequest> request = Optional.empty();
  private long askAtMs;
  private int tries;

  WantedPast(long sinceMs) {
    this.sinceMs = sinceMs;
    this.askAtMs = sinceMs;
  }

  boolean isAsked() {
    return request.isPresent();
  }

  /** Whether it is time to ask, for the first time or again. */
  boolean isDue(long wallMs) {
    return request.isEmpty() && wallMs >= askAtMs;
  }

  void asked(PastRequest by) {
    request = Optional.of(by);
  }

  Optional<PastRequest> request() {
    return request;
  }

  /** The answer came too late to be of use. */
  void again(long wallMs) {
    request = Optional.empty();
    askAtMs = wallMs + (AGAIN_MIN.toMillis() << Math.min(tries++, DOUBLED_MAX));
  }

  void cancel() {
    request.ifPresent(PastRequest::cancel);
  }
}
