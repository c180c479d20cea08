package io.weir.streams.flink;

import io.weir.streams.JobsMetrics;
import io.weir.streams.Meters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.MetricGroup;

/**
 * Meters of one instance of an operator on a cluster, in Flink's own metrics: whatever reporter the
 * cluster has shows them, under the names that they have elsewhere. Labels become groups of a name
 * and a value, as reporters want them. A meter that never moved is not there. Confined to the
 * operator's thread; reporters read at any time.
 */
final class FlinkMeters implements Meters {
  private final MetricGroup group;

  private FlinkMeters(MetricGroup group) {
    this.group = group;
  }

  /** The metrics of this process, or those of the operator's instance where there are none. */
  static JobsMetrics metrics(JobsMetrics.Ref ref, MetricGroup group) {
    return ref.find().orElseGet(() -> new JobsMetrics(new FlinkMeters(group)));
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    Map<List<String>, org.apache.flink.metrics.Counter> byValues = new HashMap<>();
    return (more, values) ->
        byValues
            .computeIfAbsent(List.of(values), key -> labelled(labels, key).counter(name))
            .inc(more);
  }

  @Override
  public Gauge gauge(String name, String help, String... labels) {
    Map<List<String>, AtomicLong> byValues = new HashMap<>();
    return new Gauge() {
      @Override
      public void add(long more, String... values) {
        value(values).addAndGet(more);
      }

      @Override
      public void set(long value, String... values) {
        value(values).set(value);
      }

      private AtomicLong value(String... values) {
        return byValues.computeIfAbsent(
            List.of(values),
            key -> {
              AtomicLong value = new AtomicLong();
              labelled(labels, key).gauge(name, (org.apache.flink.metrics.Gauge<Long>) value::get);
              return value;
            });
      }
    };
  }

  private MetricGroup labelled(String[] labels, List<String> values) {
    if (labels.length != values.size()) {
      throw new IllegalArgumentException(
          "values: " + values + " (expected: one for each of " + Arrays.toString(labels) + ")");
    }
    MetricGroup labelled = group;
    for (int i = 0; i < labels.length; i++) {
      labelled = labelled.addGroup(labels[i], values.get(i));
    }
    return labelled;
  }
}
