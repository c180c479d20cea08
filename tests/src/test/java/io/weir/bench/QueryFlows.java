package io.weir.bench;

import com.google.protobuf.util.Timestamps;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Any number of flows in a row, each with a time, an id and a client port of its own. One in
 * {@value #DROPPED_ONE_IN} is dropped; a few, evenly spread, come from the pod {@value
 * #NEEDLE_POD}.
 */
final class QueryFlows {
  static final String NAMESPACE = "shop";
  static final String NEEDLE_POD = "needle-0";
  static final int DROPPED_ONE_IN = 50;

  private final List<Flow> capture = MadeCapture.flows();
  private final SplittableRandom ids = new SplittableRandom(7);
  private final String collector;
  private final long firstNs;
  private final double stepNs;
  private final long needleEvery;

  /**
   * A row of flows.
   *
   * @param collector id of the run that exported them
   * @param count how many will be asked for
   * @param needles how many of them come from {@link #NEEDLE_POD}
   */
  QueryFlows(String collector, long firstNs, long spanNs, long count, int needles) {
    this.collector = collector;
    this.firstNs = firstNs;
    this.stepNs = (double) spanNs / count;
    this.needleEvery = needles == 0 ? Long.MAX_VALUE : count / needles;
  }

  /** Flow number {@code i}, from 0; call in order. */
  FlowEvent event(long i) {
    long timeNs = firstNs + (long) (i * stepNs);
    Flow.Builder flow =
        capture.get((int) (i % capture.size())).toBuilder()
            .setTime(Timestamps.fromNanos(timeNs))
            .setUuid(new UUID(ids.nextLong(), ids.nextLong()).toString());
    int port = (int) (32_768 + i * 7_919 % 28_000);
    if (flow.getIsReply().getValue()) {
      flow.getL4Builder().getTCPBuilder().setDestinationPort(port);
    } else {
      flow.getL4Builder().getTCPBuilder().setSourcePort(port);
    }
    if (i % DROPPED_ONE_IN == 0) {
      flow.setVerdict(Verdict.DROPPED);
    }
    if (i % needleEvery == needleEvery / 2) {
      flow.getSourceBuilder().setPodName(NEEDLE_POD);
    }
    return FlowEvent.newBuilder()
        .setHeader(
            EventHeader.newBuilder()
                .setNode(flow.getNodeName())
                .setCollector(collector)
                .setSeq(i + 1)
                .setObservedAtNs(timeNs)
                .setSource("hubble")
                .setSampling(1))
        .setFlow(flow)
        .build();
  }
}
