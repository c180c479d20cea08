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
        public void closed(long untilMs) {}

        @Override
        public void state(String rule, RuleState state) {}
      };

  /** A bucket's whole counts; replaces what was put before. */
  void put(Level level, long startMs, Counts counts);

  /** A bucket is needed no more. */
  void remove(Level level, long startMs);

  /** Slices that ended up to then have been counted. */
  void closed(long untilMs);

  /** A rule's or notice's state; replaces the one before. */
  void state(String rule, RuleState state);
}
