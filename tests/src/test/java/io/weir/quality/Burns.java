package io.weir.quality;

import io.weir.alerting.burn.Journal;
import io.weir.alerting.burn.Reading;
import io.weir.alerting.burn.SloBurn;
import io.weir.alerting.burn.Transition;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Slo;
import io.weir.quality.Recording.Change;
import java.util.List;

/** All objectives at work, and how many events each has counted. Confined to one thread. */
final class Burns {
  /** Is told what stands differently. */
  interface Listener {
    void changed(int objective, Transition transition);
  }

  private final SloBurn[] burns;
  private final long[] bad;
  private final long[] total;

  Burns(Objectives objectives) {
    List<Slo> slos = objectives.all();
    burns = slos.stream().map(slo -> new SloBurn(slo, Journal.NONE)).toArray(SloBurn[]::new);
    bad = new long[burns.length];
    total = new long[burns.length];
  }

  /** Counts what a recording that began at {@code startMs} tells. */
  void add(List<Change> changes, long startMs) {
    for (Change change : changes) {
      add(change, startMs + change.window() * Recording.STEP_MS);
    }
  }

  /** Counts it in the window that begins at {@code windowMs}. */
  void add(Change change, long windowMs) {
    int i = change.objective();
    burns[i].add(windowMs, change.good(), change.total(), change.lost());
    bad[i] += change.total() - change.good();
    total[i] += change.total();
  }

  void evaluate(long headMs, Listener listener) {
    for (int i = 0; i < burns.length; i++) {
      int objective = i;
      burns[i].evaluate(headMs, transition -> listener.changed(objective, transition));
    }
  }

  /** Which page rule is nearest to firing at this moment, of all objectives. */
  Detection.Near nearest() {
    Detection.Near nearest = Detection.Near.NONE;
    for (SloBurn burn : burns) {
      List<BurnRule> rules = burn.slo().rules().burn();
      for (int i = 0; i < rules.size(); i++) {
        BurnRule rule = rules.get(i);
        Reading seen = burn.reading(i);
        double share = Math.min(seen.longRate(), seen.shortRate()) / rule.threshold();
        if (rule.severity().equals("page") && share > nearest.share()) {
          nearest = new Detection.Near(burn.slo().id(), rule.name(), share, burn.heldBack(rule));
        }
      }
    }
    return nearest;
  }

  long bad(int objective) {
    return bad[objective];
  }

  long total(int objective) {
    return total[objective];
  }
}
