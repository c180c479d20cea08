package io.weir.alerting.burn;

/** Is told what to keep, so that {@link SloBurn} can be made again after a restart. */
public interface Journal {
  /** Keeps nothing. */
  Journal NONE =
      new Journal() {
        @Override
        public void put(Level level, long startMs, Counts counts) {}

        @Override
        public void remove(Level level, long startMs) {}

        @Override
        public void marks(long firstMs, long closedMs) {}

        @Override
        public void state(String rule, RuleState state) {}
      };

  /** A bucket's whole counts; replaces what was put before. */
  void put(Level level, long startMs, Counts counts);

  /** A bucket is needed no more. */
  void remove(Level level, long startMs);

  /**
   * Two times that no bucket tells; replace those before.
   *
   * @param firstMs when the first counted event was; {@code Long.MAX_VALUE} for never
   * @param closedMs slices that ended up to then have been counted; {@code Long.MIN_VALUE} for none
   */
  void marks(long firstMs, long closedMs);

  /** A rule's or notice's state; replaces the one before. */
  void state(String rule, RuleState state);
}
