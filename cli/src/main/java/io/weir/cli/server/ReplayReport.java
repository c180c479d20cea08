package io.weir.cli.server;

import io.weir.collector.CollectorRole;
import io.weir.collector.source.hubblefile.HubbleFileProgress;
import io.weir.collector.source.hubblefile.HubbleFileSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people how far a replay is, every few seconds, and when all of it is in Kafka. */
final class ReplayReport {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayReport.class);
  private static final long LOOK_MS = 50;
  private static final long TELL_NS = 5_000_000_000L;

  private final HubbleFileSource source;
  private final CollectorRole collector;

  ReplayReport(HubbleFileSource source, CollectorRole collector) {
    this.source = source;
    this.collector = collector;
  }

  void start() {
    Thread thread = new Thread(this::run, "weir-replay-report");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long next = System.nanoTime() + TELL_NS;
      while (!collector.replayDone()) {
        Thread.sleep(LOOK_MS);
        if (System.nanoTime() >= next) {
          next += TELL_NS;
          LOG.info("Replaying: {}", percent(source.progress()));
        }
      }
      HubbleFileProgress end = source.progress();
      LOG.info("Replay done events={} malformed={}", end.lines(), end.malformed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String percent(HubbleFileProgress progress) {
    long percent =
        progress.bytesTotal() == 0 ? 100 : progress.bytesRead() * 100 / progress.bytesTotal();
    return percent + " % read, " + progress.lines() + " events so far";
  }
}
