package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.Sighting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Which address lives on which node, once per address and ten seconds. What was said is kept in
 * memory alone: after a restore it is said again, and saying it twice changes nothing.
 */
final class Sightings implements FlatMapFunction<Received, PathEvent> {
  private static final long serialVersionUID = 1L;

  private static final int ADDRESSES_MAX = 50_000;

  private final LinkedHashMap<String, Sighting> said = new LinkedHashMap<>();

  @Override
  public void flatMap(Received received, Collector<PathEvent> out) {
    FlowEvent event = received.as(FlowEvent.class);
    if (event.hasFlow()) {
      Sighting.of(event.getFlow(), FlowFacts.timeNs(event)).ifPresent(seen -> say(seen, out));
    }
  }

  private void say(Sighting sighting, Collector<PathEvent> out) {
    if (sighting.equals(said.get(sighting.ip()))) {
      return;
    }
    said.remove(sighting.ip());
    said.put(sighting.ip(), sighting);
    if (said.size() > ADDRESSES_MAX) {
      Map.Entry<String, Sighting> oldest = said.entrySet().iterator().next();
      said.remove(oldest.getKey());
    }
    out.collect(sighting);
  }
}
