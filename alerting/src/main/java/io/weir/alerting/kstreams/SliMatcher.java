package io.weir.alerting.kstreams;

import io.weir.alerting.burn.CountSeries;
import io.weir.alerting.history.PastCounts;
import io.weir.alerting.history.PastMatch;
import io.weir.alerting.slo.IndicatorSelector;
import io.weir.alerting.slo.IndicatorSelector.FanOut;
import io.weir.alerting.slo.Slo;
import io.weir.codec.Codecs;
import io.weir.codec.MalformedEventException;
import io.weir.series.v1.SliWindow;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From windows of indicators to what they count for which objective, keyed by objective. Windows of
 * a minute and an hour repeat those of ten seconds and are left out.
 */
final class SliMatcher implements Processor<byte[], byte[], String, byte[]> {
  private static final Logger LOG = LoggerFactory.getLogger(SliMatcher.class);
  private static final long NS_PER_MS = 1_000_000;
  private static final int FOUND_AT_ONCE = 1_000;

  private final SloCatalogue catalogue;
  private final AlertStreamsConfig config;
  private final AlertStreamsMetrics metrics;
  private final PastCounts past;
  private ProcessorContext<String, byte[]> context;
  private long announced;

  @SuppressWarnings("NullAway.Init") // the context comes with init
  SliMatcher(
      SloCatalogue catalogue,
      AlertStreamsConfig config,
      AlertStreamsMetrics metrics,
      PastCounts past) {
    this.catalogue = catalogue;
    this.config = config;
    this.metrics = metrics;
    this.past = past;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    Duration interval = config.evaluationInterval();
    // One task speaks for all of them.
    if (context.taskId().partition() == 0) {
      context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::announce);
    }
    if (past.isThere()) {
      context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::announceFound);
    }
  }

  /** Matches of a fan-out that nothing comes of at present are objectives all the same. */
  private void announceFound(long nowMs) {
    Optional<PastMatch> next = past.nextFound();
    for (int i = 0; i < FOUND_AT_ONCE && next.isPresent(); i++, next = past.nextFound()) {
      PastMatch found = next.get();
      Optional<Slo> slo = catalogue.snapshot().find(found.slo());
      if (slo.isPresent() && found.silentMs() < config.forgetAfter().toMillis()) {
        String id = slo.get().idOfMatch(found.match());
        byte[] value = Contribution.announcing(found.slo(), found.match()).toBytes();
        context.forward(new Record<>(id, value, nowMs));
      }
    }
  }

  private void announce(long nowMs) {
    SloCatalogue.Snapshot slos = catalogue.snapshot();
    if (slos.version() == announced) {
      return;
    }
    announced = slos.version();
    for (Slo slo : slos.byId().values()) {
      if (slo.selector().fanOut() == FanOut.NONE) {
        byte[] value = Contribution.announcing(slo.id(), "").toBytes();
        context.forward(new Record<>(slo.id(), value, nowMs));
      }
    }
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    metrics.windows.inc();
    SliWindow window;
    try {
      window = Codecs.slis().decode(record.value());
    } catch (MalformedEventException e) {
      metrics.discarded("malformed").inc();
      LOG.warn("Discarded a malformed window cause=\"{}\"", e.getMessage());
      return;
    }
    if (window.getWindow().getLengthNs() != CountSeries.BASE_MS * NS_PER_MS) {
      return;
    }
    for (Slo slo : catalogue.snapshot().of(window.getIndicator())) {
      if (slo.selector().matches(window)) {
        forward(slo, window, record.timestamp());
      }
    }
  }

  private void forward(Slo slo, SliWindow window, long timestamp) {
    String match = slo.selector().fanOutKey(window);
    Contribution contribution =
        new Contribution(
            slo.id(),
            match,
            IndicatorSelector.series(window),
            window.getWindow().getStartNs() / NS_PER_MS,
            window.getGood(),
            window.getTotal(),
            window.getLost());
    metrics.contributions.inc();
    context.forward(new Record<>(slo.idOfMatch(match), contribution.toBytes(), timestamp));
  }
}
