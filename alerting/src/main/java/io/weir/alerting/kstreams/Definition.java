package io.weir.alerting.kstreams;

/**
 * What a stored objective was made from.
 *
 * @param slo id before fan-out
 * @param generation when its counts began anew, wall clock
 * @param countsKey what the counts depend on
 */
record Definition(String slo, String match, long generation, String countsKey) {
  static Definition of(byte[] bytes) {
    String[] lines = BurnValues.text(bytes).split("\n", 4);
    return new Definition(lines[0], lines[1], Long.parseLong(lines[2]), lines[3]);
  }

  byte[] toBytes() {
    return BurnValues.text(slo + "\n" + match + "\n" + generation + "\n" + countsKey);
  }
}
