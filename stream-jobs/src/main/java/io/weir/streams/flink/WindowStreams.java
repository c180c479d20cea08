package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.streams.window.Windows;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Turns streams of deltas into streams of window records. A name is also the operator's uid. */
final class WindowStreams {
  private static final String OVERFLOW = "-overflow";

  private final JobsConfig config;
  private final Course course;
  private final Windows windows;
  private final JobsMetrics.Ref metrics;

  WindowStreams(JobsConfig config, Course course, Windows windows, JobsMetrics.Ref metrics) {
    this.course = course;
    this.config = config;
    this.windows = windows;
    this.metrics = metrics;
  }

  /** Windows, and those of the keys over the limit. */
  <I, A> DataStream<Upsert> windowed(DataStream<I> deltas, WindowFold<I, A> fold, String name) {
    var upserts = windows(deltas, fold, name);
    return upserts.union(
        windows(
            upserts.getSideOutput(UpsertWindows.overflow(fold)),
            new PartialFold<>(fold),
            name + OVERFLOW));
  }

  /** The same for windows whose records say how complete they are. */
  <I, A> DataStream<Upsert> covered(
      DataStream<I> deltas, DataStream<Incomplete> incomplete, WindowFold<I, A> fold, String name) {
    var upserts = coveredWindows(deltas, incomplete, fold, name);
    return upserts.union(
        coveredWindows(
            upserts.getSideOutput(UpsertWindows.overflow(fold)),
            incomplete,
            new PartialFold<>(fold),
            name + OVERFLOW));
  }

  /** Windows of keys that are few by nature, so that nothing is over the limit. */
  <I, A> SingleOutputStreamOperator<Upsert> windows(
      DataStream<I> deltas, WindowFold<I, A> fold, String name) {
    return deltas
        .keyBy(fold::key, KeyType.INSTANCE)
        .transform(
            name, FlowTypes.UPSERT, new UpsertWindows<>(fold, windows, limits(name), metrics))
        .uid(name);
  }

  private <I, A> SingleOutputStreamOperator<Upsert> coveredWindows(
      DataStream<I> deltas, DataStream<Incomplete> incomplete, WindowFold<I, A> fold, String name) {
    return deltas
        .keyBy(fold::key, KeyType.INSTANCE)
        .connect(incomplete)
        .transform(
            name, FlowTypes.UPSERT, new CoveredWindows<>(fold, windows, limits(name), metrics))
        .uid(name);
  }

  private UpsertWindows.Limits limits(String name) {
    int keysMax = course.limit(Math.max(1, config.groupsMax() / config.parallelism()));
    return new UpsertWindows.Limits(name, config.emitInterval(), keysMax, course);
  }
}
