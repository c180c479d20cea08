package io.weir.quality;

import io.weir.alerting.cause.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people were told of one fault.
 *
 * @param name of the case
 * @param early pages that were told before the fault began
 * @param first that was told once it had begun; empty when none was
 * @param told how often people were paged because of it, a page for each incident
 * @param paging objectives that paged, told or belonging to an incident that was
 * @param nearest the page rule that came nearest to firing once the fault had begun
 * @param over from the end of the fault until no page was open any more; empty when one still is
 */
public record Detection(
    String name,
    long seed,
    int early,
    Optional<Told> first,
    int told,
    List<String> paging,
    Near nearest,
    Optional<Duration> over) {

  /**
   * A page.
   *
   * @param objective that burns
   * @param rule that fired, {@code page-1h}
   * @param after from the fault's begin, by event time
   * @param rank of the true cause among those that were named, from 1; 0 when it was not named
   */
  public record Told(String objective, String rule, Duration after, Diagnosis diagnosis, int rank) {
    /** As many causes as an alert shows. */
    public static final int SHOWN = 3;

    /** Whether whoever is paged reads the true cause. */
    public boolean isTrueCauseShown() {
      return rank >= 1 && rank <= SHOWN;
    }
  }

  /**
   * How near a rule came.
   *
   * @param share of its threshold that both of its windows had at once; it fires from 1 on
   * @param heldBack why it did not fire then, in words; empty without a reason
   */
  public record Near(String objective, String rule, double share, String heldBack) {
    /** No rule at all. */
    static final Near NONE = new Near("", "", 0, "");
  }

  public Detection {
    paging = List.copyOf(paging);
  }

  /** Told in time, with the true cause, and nothing before. */
  public boolean isGood() {
    return early == 0 && first.filter(Told::isTrueCauseShown).isPresent();
  }
}
