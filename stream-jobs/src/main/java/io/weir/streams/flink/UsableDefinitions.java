package io.weir.streams.flink;

import io.weir.codec.Codecs;
import io.weir.event.v1.EventHeader;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobsMetrics;
import io.weir.streams.sli.CustomIndicators;
import io.weir.topic.Topic;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets definitions of SLOs through, and says aside what of them cannot be used: bytes that are no
 * definition, and indicators that do not compile. The rest of such a definition holds.
 */
final class UsableDefinitions extends ProcessFunction<Definition, Definition> {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(UsableDefinitions.class);

  private static final int NAME_SHOWN = 100;

  private final JobsMetrics.Ref metricsRef;

  private transient JobsMetrics metrics;

  @SuppressWarnings("NullAway.Init") // Flink calls open first
  UsableDefinitions(JobsMetrics.Ref metricsRef) {
    this.metricsRef = metricsRef;
  }

  @Override
  public void open(OpenContext context) {
    metrics = FlinkMeters.metrics(metricsRef, getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(Definition definition, Context context, Collector<Definition> out) {
    if (definition.discard().isPresent()) {
      log.warn(
          "Left out an SLO definition that cannot be read slo={}",
          Trimmed.text(definition.name(), NAME_SHOWN));
      discard(definition.discard().get(), context);
      return;
    }
    definition.slo().ifPresent(slo -> tellRefused(definition.name(), slo, context));
    out.collect(definition);
  }

  private void tellRefused(String name, SloDefinition slo, Context context) {
    for (String reason : CustomIndicators.of(List.of(slo)).refused()) {
      discard(
          Discards.record(
              EventHeader.getDefaultInstance(),
              Topic.SLOS.topicName() + " " + name,
              Discards.MALFORMED,
              reason,
              Codecs.slos().encode(slo)),
          context);
    }
  }

  private void discard(Upsert record, Context context) {
    metrics.discarded(Discards.MALFORMED);
    context.output(Discards.TAG, record);
  }
}
