package io.weir.dashboards.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.weir.dashboards.flows.FlowJson;
import io.weir.dashboards.flows.FlowRow;
import io.weir.dashboards.flows.FlowStream;
import io.weir.dashboards.flows.FlowsConfig;
import io.weir.dashboards.flows.Observer;
import io.weir.dashboards.flows.ObserverException;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeState;
import io.weir.hubble.relay.NodeStatusEvent;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest flows of a range as a file, oldest first. The observer is read as fast as the file is
 * taken, so that nothing piles up here. A file that is not whole says so in its last line.
 */
final class FlowsExport {
  private static final Logger LOG = LoggerFactory.getLogger(FlowsExport.class);
  private static final int CHUNK_CHARS = 64 << 10;

  /** How long nobody may take any of it. */
  private static final long STALLED_SECONDS = 60;

  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Observer observer;
  private final FlowsConfig config;
  private final FlowsMetrics metrics;
  private final Semaphore permits;

  FlowsExport(Observer observer, FlowsConfig config, FlowsMetrics metrics) {
    this.observer = observer;
    this.config = config;
    this.metrics = metrics;
    this.permits = new Semaphore(config.exportsMax());
  }

  /**
   * Begins a download; waits until there is something to send.
   *
   * @throws ObserverException if the observer refuses
   */
  HttpResponse start(ServiceRequestContext ctx, FlowsAsk ask) {
    if (!permits.tryAcquire()) {
      metrics.refused("export");
      return Json.error(
          HttpStatus.SERVICE_UNAVAILABLE,
          config.exportsMax()
              + " downloads of flows are running already. Wait for one to end, or raise"
              + " dashboards.flows.exports-max.");
    }
    int limit = ask.limit().orElse(config.exportRowsMax());
    FlowStream flows = observer.stream(ask.range(), limit);
    try {
      flows.hasNext();
      HttpResponseWriter out = HttpResponse.streaming();
      Download download = new Download(ask.format(), limit, flows, out);
      ctx.clearRequestTimeout();
      out.write(headers(ask));
      ctx.blockingTaskExecutor().execute(download::run);
      return out;
    } catch (RuntimeException e) {
      flows.close();
      permits.release();
      throw e;
    }
  }

  private static ResponseHeaders headers(FlowsAsk ask) {
    boolean csv = ask.format() == FlowsAsk.Format.CSV;
    return ResponseHeaders.builder(HttpStatus.OK)
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8")
        .set(
            HttpHeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"weir-flows-"
                + FILE_TIME.format(ask.to())
                + (csv ? ".csv\"" : ".jsonl\""))
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .build();
  }

  /** One file. Confined to its thread. */
  private final class Download {
    private final FlowsAsk.Format format;
    private final int limit;
    private final FlowStream flows;
    private final HttpResponseWriter out;
    private final StringBuilder chunk = new StringBuilder();
    private int written;

    Download(FlowsAsk.Format format, int limit, FlowStream flows, HttpResponseWriter out) {
      this.format = format;
      this.limit = limit;
      this.flows = flows;
      this.out = out;
    }

    void run() {
      try (flows) {
        write();
        out.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        out.close(e);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("A download of flows was not taken to its end flows={}", written, e);
        out.close(e);
      } catch (RuntimeException e) {
        LOG.error("A download of flows failed flows={}", written, e);
        out.close(e);
      } finally {
        permits.release();
      }
    }

    private void write() throws InterruptedException, ExecutionException, TimeoutException {
      if (format == FlowsAsk.Format.CSV) {
        chunk.append(FlowsCsv.HEADER);
      }
      try {
        while (flows.hasNext()) {
          add(flows.next());
          if (chunk.length() >= CHUNK_CHARS && !send()) {
            return;
          }
        }
        if (written >= limit) {
          note(
              "Cut: this file has the newest %,d flows of its range, as many as were allowed. Older ones are not in it."
                  .formatted(written));
        }
      } catch (ObserverException e) {
        LOG.warn("A download of flows ends early flows={}", written, e);
        note("Ended early after %,d flows: %s".formatted(written, e.getMessage()));
      }
      send();
    }

    private void add(GetFlowsResponse response) {
      if (response.hasFlow()) {
        written++;
        metrics.exported();
      }
      if (format == FlowsAsk.Format.JSONL && !response.hasNodeStatus()) {
        chunk.append(FlowJson.line(response)).append('\n');
      } else if (format == FlowsAsk.Format.CSV && response.hasFlow()) {
        chunk.append(FlowsCsv.line(FlowRow.of(response)));
      }
    }

    /** In JSON lines as what Hubble's tools print, too: the status of a node. */
    private void note(String text) {
      NodeStatusEvent status =
          NodeStatusEvent.newBuilder()
              .setStateChange(NodeState.NODE_ERROR)
              .addNodeNames("weir-dashboards")
              .setMessage(text)
              .build();
      chunk.append(
          format == FlowsAsk.Format.CSV
              ? "# " + text.replaceAll("[\r\n]+", " ") + "\r\n"
              : FlowJson.line(GetFlowsResponse.newBuilder().setNodeStatus(status).build()) + "\n");
    }

    /** Returns false when nobody wants the rest. */
    private boolean send() throws InterruptedException, ExecutionException, TimeoutException {
      boolean open = out.tryWrite(HttpData.ofUtf8(chunk));
      chunk.setLength(0);
      if (open) {
        out.whenConsumed().get(STALLED_SECONDS, TimeUnit.SECONDS);
      }
      return open;
    }
  }
}
