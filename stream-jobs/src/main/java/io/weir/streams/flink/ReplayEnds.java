package io.weir.streams.flink;

import io.weir.streams.JobsConfig;
import io.weir.topic.Topic;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** What one {@link ReplayRun} reads, and its results. Everything runs in this process. */
final class ReplayEnds implements Ends {
  private final StreamExecutionEnvironment env;
  private final ReplayRun.Ref run;
  private final JobsConfig config;

  ReplayEnds(StreamExecutionEnvironment env, ReplayRun.Ref run, JobsConfig config) {
    this.env = env;
    this.run = run;
    this.config = config;
  }

  @Override
  public DataStream<Received> events(Topic topic, String name) {
    return env.fromSequence(1, 1)
        .transform(
            name,
            new FormatType<>(Received.class, new ReceivedFormat()),
            new Feed(run, topic, config.allowedLateness()));
  }

  /** None: all of them stand before the first event. */
  @Override
  public DataStream<Definition> definitions() {
    return env.fromSequence(1, 1).flatMap(new Nothing()).returns(FlowTypes.DEFINITION);
  }

  private static final class Nothing implements FlatMapFunction<Long, Definition> {
    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Long start, Collector<Definition> out) {}
  }

  @Override
  public void write(DataStream<Upsert> upserts) {
    upserts
        .flatMap(new Results(run))
        .returns(FlowTypes.UPSERT)
        .name("results")
        .sinkTo(new DiscardingSink<>());
  }

  private static final class Results implements FlatMapFunction<Upsert, Upsert> {
    private static final long serialVersionUID = 1L;

    private final ReplayRun.Ref run;

    Results(ReplayRun.Ref run) {
      this.run = run;
    }

    @Override
    public void flatMap(Upsert upsert, Collector<Upsert> out) {
      run.resolve().results().put(upsert.topic(), upsert.key(), upsert.value());
    }
  }
}
