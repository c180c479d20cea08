package io.weir.streams.flink;

import io.weir.event.v1.FlowEvent;
import io.weir.streams.edge.FlowFacts;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.edge.SaidSightings;
import io.weir.streams.edge.Sighting;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Which address lives on which node, see {@link SaidSightings}. What was said is kept in memory
 * alone: after a restore it is said again, and saying it twice changes nothing.
 */
final class Sightings extends RichFlatMapFunction<Received, PathEvent> {
  private static final long serialVersionUID = 1L;

  private transient SaidSightings said;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  Sightings() {}

  @Override
  public void open(OpenContext context) {
    said = new SaidSightings();
  }

  @Override
  public void flatMap(Received received, Collector<PathEvent> out) {
    FlowEvent event = received.as(FlowEvent.class);
    if (event.hasFlow()) {
      Optional<Sighting> news = said.news(event.getFlow(), FlowFacts.timeNs(event));
      if (news.isPresent()) {
        out.collect(news.get());
      }
    }
  }
}
