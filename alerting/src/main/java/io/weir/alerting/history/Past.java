package io.weir.alerting.history;

import io.weir.alerting.burn.LateJournal;
import io.weir.alerting.burn.SloBurn;
import java.util.List;

/**
 * An objective as it would stand at {@code cutMs}, had it been there all along, and what came
 * after. Belongs to whoever took it.
 *
 * @param burn counted up to {@code cutMs}
 * @param journal of {@code burn}, not yet opened
 * @param headMs where the objective stood when it asked
 * @param withHead whether it stood anywhere; otherwise the archive's newest window decided
 * @param cutMs windows that begin before are in {@code burn}, and nowhere else
 * @param recent windows from there on, each as a whole, by start; none when they are too many
 */
public record Past(
    SloBurn burn,
    LateJournal journal,
    long headMs,
    boolean withHead,
    long cutMs,
    List<Recent> recent) {

  /**
   * One window of ten seconds of one series.
   *
   * @param series as in {@link io.weir.alerting.slo.IndicatorSelector#series}
   */
  public record Recent(String series, long startMs, long good, long total, long lost) {}

  /** Whether the archive has nothing of the objective. */
  public boolean isEmpty() {
    return burn.firstMs() == Long.MAX_VALUE && recent.isEmpty();
  }
}
