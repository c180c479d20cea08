package io.weir.collector.export;

import io.weir.event.v1.NodeReport;
import java.time.Duration;

/** What a collector tells of itself while a relay listens. Safe for use by several threads. */
public interface Reports {
  /** Tells nothing. */
  Reports NONE =
      new Reports() {
        @Override
        public Duration every() {
          return Duration.ZERO;
        }

        @Override
        public NodeReport report(boolean ending) {
          return NodeReport.getDefaultInstance();
        }
      };

  /** Time between two reports; zero sends none. */
  Duration every();

  /**
   * The report of now.
   *
   * @param ending true for the last one of this run
   */
  NodeReport report(boolean ending);
}
