package io.weir.streams.flink;

import io.weir.topic.Topic;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where the topology's events come from and where its records go. */
interface Ends {
  /** The records of a raw topic; those of one partition in order of their offsets. */
  DataStream<Received> events(StreamExecutionEnvironment env, Topic topic, String name);

  /** SLO definitions that come while the jobs run. */
  DataStream<Definition> definitions(StreamExecutionEnvironment env);

  /** Takes every record that the jobs write. */
  void write(DataStream<Upsert> upserts);
}
