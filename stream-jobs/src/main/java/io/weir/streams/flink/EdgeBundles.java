package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.EdgeSums;
import java.time.Duration;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up what connections add to edges before it goes to the windows: a connection is some ten
 * flows, and a window need not be touched for each. Chained to the connections.
 *
 * <p>Sums are sent on a few times a second, before each watermark, and before each checkpoint: so
 * nothing of them is state, nothing counts twice after a restore, and a window is whole when the
 * watermark closes it.
 */
final class EdgeBundles extends AbstractStreamOperator<EdgeDelta>
    implements OneInputStreamOperator<EdgeDelta, EdgeDelta>, ProcessingTimeCallback {
  private static final long serialVersionUID = 1L;

  private static final long SEND_EVERY_MS = Duration.ofMillis(250).toMillis();

  private transient EdgeSums sums;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  EdgeBundles() {}

  @Override
  public void open() throws Exception {
    super.open();
    sums = new EdgeSums();
    callLater();
  }

  private void callLater() {
    getProcessingTimeService()
        .registerTimer(getProcessingTimeService().getCurrentProcessingTime() + SEND_EVERY_MS, this);
  }

  @Override
  public void processElement(StreamRecord<EdgeDelta> element) {
    sums.add(element.getValue());
    if (sums.isFull()) {
      send();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    send();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    send();
  }

  @Override
  public void onProcessingTime(long timestampMs) {
    send();
    callLater();
  }

  @Override
  public void finish() throws Exception {
    send();
    super.finish();
  }

  private void send() {
    for (EdgeDelta sum : sums.take()) {
      output.collect(new StreamRecord<>(sum));
    }
  }
}
