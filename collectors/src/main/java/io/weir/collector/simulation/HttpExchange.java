package io.weir.collector.simulation;

import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Layer7;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One HTTP request and its response, as the proxies on its way see them. The proxy that sees the
 * request first speaks for the exchange: time and latency of the response are its own.
 */
final class HttpExchange {
  private static final long PROXY_NS = 30_000;

  private final Conversation conversation;
  private final List<Node> proxies;
  private final List<Long> seenNs = new ArrayList<>(2);
  private final String method;
  private final String url;
  private final String id;

  /**
   * @param proxies in the order in which they see a request; the client's own first
   * @param id of the request, in its header
   */
  HttpExchange(
      Conversation conversation, List<Node> proxies, String target, String path, String id) {
    this.conversation = conversation;
    this.proxies = proxies;
    this.method = path.startsWith("/checkout") ? "POST" : "GET";
    this.url = "http://" + target + ":" + conversation.edge.port() + path;
    this.id = id;
  }

  /** The client sends the request at {@code sentNs}, and the server has it at {@code askedNs}. */
  void request(long sentNs, long askedNs) {
    long firstNs = Long.MAX_VALUE;
    for (Node proxy : proxies) {
      long atNs = isServers(proxy) ? askedNs : sentNs - PROXY_NS;
      seenNs.add(atNs);
      Layer7.Builder layer7 = Layer7.newBuilder().setHttp(http());
      String summary = "HTTP/1.1 " + method + " " + url;
      firstNs = Math.min(firstNs, conversation.record(atNs, proxy, true, layer7, summary));
    }
    if (!proxies.isEmpty()) {
      conversation.count(firstNs, Counts.REQUESTS);
    }
  }

  /** The server answers at {@code answersNs}, and the client has it at {@code arrivedNs}. */
  void response(int status, long answersNs, long arrivedNs) {
    // On the way back the server's proxy comes first.
    for (int i = proxies.size() - 1; i >= 0; i--) {
      Node proxy = proxies.get(i);
      long atNs = isServers(proxy) ? answersNs : arrivedNs + PROXY_NS;
      long tookNs = atNs - seenNs.get(i);
      Layer7.Builder layer7 =
          Layer7.newBuilder().setLatencyNs(tookNs).setHttp(http().setCode(status));
      String summary =
          String.format(
              Locale.ROOT, "HTTP/1.1 %d %dms (%s %s)", status, tookNs / Setting.MS, method, url);
      long stampNs = conversation.record(atNs, proxy, false, layer7, summary);
      if (i == 0) {
        count(stampNs, status, tookNs);
      }
    }
  }

  private void count(long stampNs, int status, long tookNs) {
    conversation.count(stampNs, Counts.RESPONSES + status);
    conversation.count(stampNs, Counts.HTTP_TIMED);
    if (tookNs <= Truth.HTTP_THRESHOLD_NS) {
      conversation.count(stampNs, Counts.HTTP_WITHIN);
    }
  }

  private HTTP.Builder http() {
    return HTTP.newBuilder()
        .setMethod(method)
        .setUrl(url)
        .setProtocol("HTTP/1.1")
        .addHeaders(HTTPHeader.newBuilder().setKey("X-Request-Id").setValue(id));
  }

  private boolean isServers(Node proxy) {
    return conversation.server instanceof Pod pod && pod.node().equals(proxy);
  }
}
