package io.weir.alerting.burn;

/**
 * Keeps nothing until it is told where: for counts that are made in one place and kept in another.
 * Confined to the owner of the counts.
 */
public final class LateJournal implements Journal {
  private Journal to = Journal.NONE;

  /** From now on all that {@code burn} counts is kept there, and all that it counted so far. */
  public void open(SloBurn burn, Journal journal) {
    burn.writeTo(journal);
    to = journal;
  }

  @Override
  public void put(Level level, long startMs, Counts counts) {
    to.put(level, startMs, counts);
  }

  @Override
  public void remove(Level level, long startMs) {
    to.remove(level, startMs);
  }

  @Override
  public void marks(long firstMs, long closedMs) {
    to.marks(firstMs, closedMs);
  }

  @Override
  public void state(String rule, RuleState state) {
    to.state(rule, state);
  }
}
