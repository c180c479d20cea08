package io.weir.quality;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What people were told while nothing was wrong.
 *
 * @param name of the scenario
 * @param played how long it was
 * @param perMinute requests of the busiest service, by day and night
 * @param leastPerMinute events of the objective with the fewest
 * @param objectives that were evaluated
 * @param spent the largest share of a budget that the usual errors spent
 * @param pages each with its numbers
 * @param tickets likewise
 * @param boldPages pages that would have been told without the guard for few events; empty when
 *     nobody looked, since there are many
 */
public record Quiet(
    String name,
    String traffic,
    Duration played,
    double perMinute,
    double leastPerMinute,
    int objectives,
    double spent,
    List<String> pages,
    List<String> tickets,
    Optional<Integer> boldPages) {
  public Quiet {
    pages = List.copyOf(pages);
    tickets = List.copyOf(tickets);
  }
}
