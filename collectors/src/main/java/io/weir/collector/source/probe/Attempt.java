package io.weir.collector.source.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The clock of one run: what is left of its timeout, and how long each phase took. A phase that
 * comes again (after a redirect) adds to its time. Confined to the thread of the run.
 */
final class Attempt {
  static final String RESOLVE = "resolve";
  static final String CONNECT = "connect";
  static final String TLS = "tls";
  static final String PROCESSING = "processing";
  static final String TRANSFER = "transfer";
  static final String RUN = "run";

  private final LongSupplier ticker;
  private final long startedNs;
  private final long timeoutNs;
  private final Map<String, Long> phases = new LinkedHashMap<>();
  private String phase = "";
  private long phaseNs;
  private long certificateExpiresNs;

  Attempt(Duration timeout, LongSupplier ticker) {
    this.ticker = ticker;
    this.timeoutNs = timeout.toNanos();
    this.startedNs = ticker.getAsLong();
  }

  /** Ends the phase before, begins this one. */
  void phase(String name) {
    long now = ticker.getAsLong();
    if (!phase.isEmpty()) {
      phases.merge(phase, now - phaseNs, Long::sum);
    }
    phase = name;
    phaseNs = now;
  }

  /** The phase that runs now; empty before the first. */
  String phase() {
    return phase;
  }

  /** Ends the last phase. */
  void end() {
    phase("");
  }

  /** Finished phases in the order in which they first began, in nanoseconds. */
  Map<String, Long> phases() {
    return phases;
  }

  long elapsedNs() {
    return ticker.getAsLong() - startedNs;
  }

  boolean isExpired() {
    return elapsedNs() >= timeoutNs;
  }

  /**
   * What is left of the timeout, at least a millisecond.
   *
   * @throws SocketTimeoutException if nothing is
   */
  int remainingMs() throws SocketTimeoutException {
    long left = timeoutNs - elapsedNs();
    if (left <= 0) {
      throw new SocketTimeoutException("the time is up");
    }
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
  }

  /** When the first certificate of the server's chain runs out, in nanoseconds since 1970. */
  void certificateExpires(long ns) {
    certificateExpiresNs = ns;
  }

  /** 0 when there was no certificate. */
  long certificateExpiresNs() {
    return certificateExpiresNs;
  }
}
