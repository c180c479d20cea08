package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Runs a prober and turns whatever happens into an outcome. */
final class Verdict {
  private Verdict() {}

  static Outcome of(Prober prober, Attempt attempt, Duration timeout) throws InterruptedException {
    Outcome outcome;
    try {
      outcome = prober.run(attempt);
      // The kubelet counts an answer that came too late as none.
      if (attempt.isExpired()) {
        outcome = timedOut(attempt, timeout);
      }
    } catch (ProbeFailure e) {
      outcome = Outcome.bad(e.failure(), e.code(), e.getMessage());
    } catch (IOException e) {
      outcome = ofException(e, attempt, timeout);
    } catch (RuntimeException e) {
      outcome = Outcome.bad(FailureClass.INTERNAL, -1, "the probe itself failed: " + e);
    }
    attempt.end();
    return outcome;
  }

  private static Outcome ofException(IOException e, Attempt attempt, Duration timeout) {
    if (e instanceof SocketTimeoutException || attempt.isExpired()) {
      return timedOut(attempt, timeout);
    }
    if (e instanceof UnknownHostException) {
      return Outcome.bad(FailureClass.DNS, -1, "cannot resolve " + e.getMessage());
    }
    if (e instanceof SSLException || attempt.phase().equals(Attempt.TLS)) {
      return Outcome.bad(FailureClass.TLS, -1, "TLS handshake failed: " + text(e));
    }
    if (e instanceof ConnectException
        || e instanceof NoRouteToHostException
        || e instanceof PortUnreachableException
        || attempt.phase().equals(Attempt.CONNECT)) {
      return Outcome.bad(FailureClass.CONNECT, -1, "cannot connect: " + text(e));
    }
    return Outcome.bad(
        FailureClass.CONNECT, -1, "the connection broke in " + attempt.phase() + ": " + text(e));
  }

  private static Outcome timedOut(Attempt attempt, Duration timeout) {
    String phase = attempt.phase();
    return Outcome.bad(
        FailureClass.TIMEOUT,
        -1,
        "not finished within "
            + timeout.toSeconds()
            + " s"
            + (phase.isEmpty() ? "" : ", was in " + phase));
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
