package io.weir.dashboards.answer;

import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.SloStatus;
import java.util.Collection;
import java.util.List;

/** What alerting last said of each objective and rule. Safe for use by several threads. */
public interface SloView {
  /** Where nobody evaluates objectives. */
  SloView NONE =
      new SloView() {
        @Override
        public Collection<SloStatus> slos() {
          return List.of();
        }

        @Override
        public Collection<AlertState> alerts() {
          return List.of();
        }

        @Override
        public Collection<Incident> incidents() {
          return List.of();
        }
      };

  /** One of each objective. */
  Collection<SloStatus> slos();

  /** One of each rule that ever changed. */
  Collection<AlertState> alerts();

  /** Those that are open, and those that ended within days. */
  Collection<Incident> incidents();
}
