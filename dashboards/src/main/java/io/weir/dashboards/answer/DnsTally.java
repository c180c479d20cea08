package io.weir.dashboards.answer;

import com.google.protobuf.ByteString;
import io.weir.series.v1.Count;
import java.util.List;
import java.util.Map;

/** Adds up DNS counts. Confined to the thread that answers. */
final class DnsTally {
  private final Counts answers = new Counts();
  private final LatencyTally latency = new LatencyTally();
  private long queries;
  private long unanswered;

  void add(long moreQueries, List<Count> moreAnswers, long moreUnanswered, ByteString sketch) {
    queries = Math.addExact(queries, moreQueries);
    unanswered = Math.addExact(unanswered, moreUnanswered);
    answers.add(moreAnswers);
    latency.add(sketch);
  }

  void add(DnsTally other) {
    queries = Math.addExact(queries, other.queries);
    unanswered = Math.addExact(unanswered, other.unanswered);
    answers.add(other.answers);
    latency.add(other.latency);
  }

  Dns toDns() {
    Map<String, Long> byRcode = answers.toMap();
    long failed = unanswered + Counts.sumWhere(byRcode, DnsTally::isFailure);
    return new Dns(
        queries,
        byRcode,
        unanswered,
        failed,
        Ratios.of(failed, Counts.sum(byRcode) + unanswered),
        latency.toLatency());
  }

  static boolean isFailure(String rcode) {
    return !rcode.equals("NOERROR") && !rcode.equals("NXDOMAIN");
  }
}
