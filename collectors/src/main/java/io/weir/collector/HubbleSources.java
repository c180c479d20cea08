package io.weir.collector;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.weir.collector.source.Source;
import io.weir.collector.source.hubble.HubbleMetrics;
import io.weir.collector.source.hubble.HubbleSource;
import io.weir.collector.source.hubblefile.HubbleFileMetrics;
import io.weir.collector.source.hubblefile.HubbleFileSource;
import io.weir.collector.source.simulated.SimulatedSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes those sources of flows as Hubble has them that the configuration turns on. */
public final class HubbleSources {
  private HubbleSources() {}

  /** Sources that do nothing yet, for a {@link CollectorRole}. */
  public static List<Source> of(
      CollectorConfig config, PrometheusRegistry registry, InstantSource clock) {
    List<Source> sources = new ArrayList<>();
    if (!config.hubbleFile().files().isEmpty()) {
      sources.add(
          new HubbleFileSource(config.hubbleFile(), clock, new HubbleFileMetrics(registry)));
    }
    if (!config.hubble().address().isEmpty()) {
      sources.add(
          new HubbleSource(
              config.hubble(), clock, new HubbleMetrics(registry), new SplittableRandom()));
    }
    if (!config.simulated().scenario().isEmpty()) {
      sources.add(new SimulatedSource(config.simulated(), clock));
    }
    return sources;
  }
}
