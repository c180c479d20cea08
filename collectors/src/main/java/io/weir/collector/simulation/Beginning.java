package io.weir.collector.simulation;

/** Something that begins again and again, and causes everything else. */
interface Beginning {
  /** True time of the next one; {@link Long#MAX_VALUE} when there is none. */
  long nextNs();

  /** Plans the next one. Nothing in it is before {@link #nextNs}. */
  void plan();
}
