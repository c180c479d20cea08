package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.EdgeWindow;
import io.weir.streams.coverage.CoverageCounts;
import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows.Window;
import java.util.Arrays;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Of the windows' own records, those that say that something is missing. */
final class IncompleteWindows implements FlatMapFunction<Upsert, Incomplete> {
  private static final long serialVersionUID = 1L;

  @Override
  public void flatMap(Upsert upsert, Collector<Incomplete> out) throws MalformedEventException {
    EdgeWindow record = Codecs.edges().decode(upsert.value());
    if (record.getCoverage().getLost() > 0) {
      CoverageCounts gaps =
          CoverageCounts.fromProto(record.getCoverage().toBuilder().clearReceived().build());
      out.collect(new Incomplete(window(record.getWindow()), gaps));
    }
  }

  private static Window window(io.weir.series.v1.Window window) {
    WindowSize size =
        Arrays.stream(WindowSize.values())
            .filter(one -> one.lengthNs() == window.getLengthNs())
            .findFirst()
            .orElseThrow();
    return new Window(size, window.getStartNs());
  }
}
