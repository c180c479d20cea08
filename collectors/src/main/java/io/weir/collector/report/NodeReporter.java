package io.weir.collector.report;

import io.weir.collector.export.Reports;
import io.weir.event.v1.NodeReport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Makes the reports of one collector run. Safe for use by several threads. */
public final class NodeReporter implements Reports {
  private volatile NodeReport template;
  private final NodeCounts counts;
  private final Function<String, Optional<String>> trouble;
  private final Duration every;
  private final InstantSource clock;

  /**
   * A reporter of one run.
   *
   * @param template what stays the same: node, collector, version, sources
   * @param trouble why a source, by name, can give nothing now; empty while it works
   */
  public NodeReporter(
      NodeReport template,
      NodeCounts counts,
      Function<String, Optional<String>> trouble,
      Duration every,
      InstantSource clock) {
    this.template =
        template.toBuilder()
            .setStartedAtNs(NodeCounts.nanos(counts.started()))
            .setPeriodNs(every.toNanos())
            .build();
    this.counts = counts;
    this.trouble = trouble;
    this.every = every;
    this.clock = clock;
  }

  /**
   * Says who reports; before the first report.
   *
   * @param id of the collector, the same in all of its runs
   * @param address where it runs
   */
  public void identify(String id, String address) {
    template = template.toBuilder().setId(id).setAddress(address).build();
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public NodeReport report(boolean ending) {
    return template.toBuilder()
        .setReportedAtNs(NodeCounts.nanos(clock.instant()))
        .addAllNodes(counts.nodes(trouble))
        .setNodesUnlisted(counts.unlisted())
        .setEnding(ending)
        .build();
  }
}
