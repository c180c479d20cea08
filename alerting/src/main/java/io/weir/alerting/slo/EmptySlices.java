package io.weir.alerting.slo;

/** What a time slice without events counts as. OpenSLO leaves it open. */
public enum EmptySlices {
  /** A good slice: nobody was let down. */
  GOOD,
  /** No slice at all: the period has fewer of them. */
  SKIP,
  /** A bad slice: who sees no events cannot say that the service works. */
  BAD
}
