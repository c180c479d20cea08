package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.JobsMetrics;
import io.weir.streams.coverage.Arrivals;
import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.coverage.Losses;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.window.Windows;
import java.time.Duration;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Says what arrived from each node and what is missing. Chained to the source.
 *
 * <p>Arrivals are added up here and sent on twice a second, before each watermark, and before each
 * checkpoint: so nothing of them is state, and nothing counts twice after a restore.
 */
final class CoverageParts extends AbstractStreamOperator<CoverageDelta>
    implements OneInputStreamOperator<Received, CoverageDelta>, ProcessingTimeCallback {
  private static final long serialVersionUID = 1L;

  private static final long SEND_EVERY_MS = Duration.ofMillis(500).toMillis();

  private final Windows windows;
  private final JobsMetrics.Ref metricsRef;

  private transient Arrivals arrivals;
  private transient JobsMetrics metrics;
  private transient long watermarkMs;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  CoverageParts(Windows windows, JobsMetrics.Ref metricsRef) {
    this.windows = windows;
    this.metricsRef = metricsRef;
  }

  @Override
  public void open() throws Exception {
    super.open();
    arrivals = new Arrivals();
    metrics = FlinkMeters.metrics(metricsRef, getMetricGroup());
    watermarkMs = Long.MIN_VALUE;
    callLater();
  }

  private void callLater() {
    getProcessingTimeService()
        .registerTimer(getProcessingTimeService().getCurrentProcessingTime() + SEND_EVERY_MS, this);
  }

  @Override
  public void processElement(StreamRecord<Received> element) {
    FlowEvent event = element.getValue().as(FlowEvent.class);
    if (event.hasLoss()) {
      metrics.lost(Losses.count(event.getLoss()));
      Losses.spread(event.getHeader(), event.getLoss()).forEach(this::send);
    } else if (event.hasFlow()) {
      long timeNs = FlowFacts.timeNs(event);
      if (windows.isTooLate(timeNs, watermarkMs)) {
        arrivals.tooLate(event.getHeader(), timeNs);
      } else {
        arrivals.received(event.getHeader(), timeNs);
      }
      if (arrivals.isFull()) {
        sendAll();
      }
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    sendAll();
    watermarkMs = mark.getTimestamp();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    sendAll();
  }

  @Override
  public void onProcessingTime(long timestampMs) {
    sendAll();
    callLater();
  }

  @Override
  public void finish() throws Exception {
    sendAll();
    super.finish();
  }

  private void sendAll() {
    arrivals.take().forEach(this::send);
  }

  private void send(CoverageDelta delta) {
    output.collect(new StreamRecord<>(delta));
  }
}
