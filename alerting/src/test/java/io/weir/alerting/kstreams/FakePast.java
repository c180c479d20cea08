package io.weir.alerting.kstreams;

import io.weir.alerting.history.FakeSlis;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.history.PastMatch;
import io.weir.alerting.history.PastReader;
import io.weir.alerting.history.PastRequest;
import io.weir.alerting.slo.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Answers when the test says so, from an archive in memory. */
final class FakePast implements PastCounts {
  final FakeSlis archive = new FakeSlis();
  final List<PastRequest> waiting = new ArrayList<>();
  private final Deque<PastMatch> found = new ArrayDeque<>();

  @Override
  public boolean isThere() {
    return true;
  }

  @Override
  public PastRequest ask(Slo slo, String match, long headMs, Duration lateness) {
    PastRequest request = new PastRequest(slo, match, headMs, lateness);
    waiting.add(request);
    return request;
  }

  @Override
  public Optional<PastMatch> nextFound() {
    return Optional.ofNullable(found.poll());
  }

  /** All that wait have an answer of what the archive holds now; they take it when they look. */
  void answer(Instant now) {
    new PastReader(archive, slo -> 0, () -> now, found::add).read(waiting, () -> false);
    waiting.clear();
  }
}
