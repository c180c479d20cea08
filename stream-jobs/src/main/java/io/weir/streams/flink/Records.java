package io.weir.streams.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Everything that a set of jobs writes, gathered and then written by one sink. */
final class Records {
  private final List<DataStream<Upsert>> streams = new ArrayList<>();

  void add(DataStream<Upsert> records) {
    streams.add(records);
  }

  /** Ends the topology. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
  void writeTo(Ends ends) {
    DataStream<Upsert> first = streams.get(0);
    DataStream[] others = streams.subList(1, streams.size()).toArray(DataStream[]::new);
    DataStream<Upsert> all = first.union(others);
    ends.write(all);
  }
}
