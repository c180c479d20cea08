package io.weir.streams.flink;

import io.weir.topic.Topic;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where the topology's events come from and where its records go. */
interface Ends {
  /** The records of a raw topic, repeats included; those of one partition in their order. */
  DataStream<Received> events(Topic topic, String name);

  /** SLO definitions that come while the jobs run, usable or not. */
  DataStream<Definition> definitions();

  /** Takes every record that the jobs write. */
  void write(DataStream<Upsert> upserts);
}
