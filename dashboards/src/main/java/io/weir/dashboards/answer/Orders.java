package io.weir.dashboards.answer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How rows can be sorted, by question; the first name is the default. Numbers sort largest first,
 * names ascending, and equal rows by name, so that the same rows always come in the same order.
 */
public final class Orders {
  public static final Map<String, Comparator<EdgeRow>> EDGES =
      orders(EdgeRow::label, EdgeRow::diagnosis, EdgeRow::traffic);
  public static final Map<String, Comparator<ServiceRow>> SERVICES = services();
  public static final Map<String, Comparator<HttpRow>> HTTP = http();
  public static final Map<String, Comparator<TcpRow>> TCP = tcp();
  public static final Map<String, Comparator<DnsRow>> DNS = dns();
  public static final Map<String, Comparator<DropRow>> DROPS = drops();
  public static final Map<String, Comparator<ProbeRow>> PROBES = probes();
  public static final Map<String, Comparator<ResourceRow>> RESOURCES = resources();

  private Orders() {}

  /** The default order of a question. */
  public static <R> Comparator<R> first(Map<String, Comparator<R>> orders) {
    return orders.values().iterator().next();
  }

  private static <R> Comparator<R> largest(ToDoubleFunction<R> value, Function<R, String> label) {
    return Comparator.comparingDouble(value).reversed().thenComparing(label);
  }

  private static double p(Optional<Latency> latency, ToDoubleFunction<Latency> percentile) {
    return latency.map(percentile::applyAsDouble).orElse(-1.0);
  }

  private static <R> Map<String, Comparator<R>> orders(
      Function<R, String> label, Function<R, Diagnosis> diagnosis, Function<R, Traffic> traffic) {
    Map<String, Comparator<R>> orders = new LinkedHashMap<>();
    orders.put(
        "health",
        Comparator.comparing((R row) -> diagnosis.apply(row).health())
            .thenComparingLong(row -> traffic.apply(row).errors())
            .thenComparingLong(row -> traffic.apply(row).flows())
            .reversed()
            .thenComparing(label));
    orders.put("name", Comparator.comparing(label));
    orders.put("flows", largest(row -> traffic.apply(row).flows(), label));
    orders.put("errors", largest(row -> traffic.apply(row).errors(), label));
    orders.put("bytes", largest(row -> traffic.apply(row).bytes(), label));
    orders.put(
        "requests",
        largest(row -> traffic.apply(row).http().map(Http::requests).orElse(0L), label));
    orders.put(
        "attempts", largest(row -> traffic.apply(row).tcp().map(Tcp::attempts).orElse(0L), label));
    orders.put("p50", largest(row -> p(traffic.apply(row).latency(), Latency::p50Ms), label));
    orders.put("p95", largest(row -> p(traffic.apply(row).latency(), Latency::p95Ms), label));
    orders.put("p99", largest(row -> p(traffic.apply(row).latency(), Latency::p99Ms), label));
    return orders;
  }

  private static Map<String, Comparator<ServiceRow>> services() {
    Function<ServiceRow, String> label = row -> row.service().label();
    Map<String, Comparator<ServiceRow>> orders =
        orders(label, ServiceRow::diagnosis, ServiceRow::traffic);
    orders.put("callers", largest(ServiceRow::callers, label));
    return orders;
  }

  private static Map<String, Comparator<HttpRow>> http() {
    Function<HttpRow, String> label = HttpRow::label;
    Map<String, Comparator<HttpRow>> orders = new LinkedHashMap<>();
    orders.put("requests", largest(row -> row.http().requests(), label));
    orders.put("name", Comparator.comparing(label));
    orders.put("errors", largest(row -> row.http().serverErrors(), label));
    orders.put("4xx", largest(row -> row.http().clientErrors(), label));
    orders.put("5xx", largest(row -> row.http().serverErrors(), label));
    orders.put("p50", largest(row -> p(row.http().latency(), Latency::p50Ms), label));
    orders.put("p95", largest(row -> p(row.http().latency(), Latency::p95Ms), label));
    orders.put("p99", largest(row -> p(row.http().latency(), Latency::p99Ms), label));
    return orders;
  }

  private static Map<String, Comparator<TcpRow>> tcp() {
    Function<TcpRow, String> label = TcpRow::label;
    Map<String, Comparator<TcpRow>> orders = new LinkedHashMap<>();
    orders.put("errors", largest(row -> row.tcp().failed() + row.tcp().reset(), label));
    orders.put("name", Comparator.comparing(label));
    orders.put("attempts", largest(row -> row.tcp().attempts(), label));
    orders.put("unanswered", largest(row -> row.tcp().unanswered(), label));
    orders.put("refused", largest(row -> row.tcp().refused(), label));
    orders.put("reset", largest(row -> row.tcp().reset(), label));
    orders.put("retransmits", largest(row -> row.tcp().retransmits(), label));
    return orders;
  }

  private static Map<String, Comparator<DnsRow>> dns() {
    Function<DnsRow, String> label = DnsRow::label;
    Map<String, Comparator<DnsRow>> orders = new LinkedHashMap<>();
    orders.put("errors", largest(row -> row.dns().failed(), label));
    orders.put("name", Comparator.comparing(label));
    orders.put("queries", largest(row -> row.dns().queries(), label));
    orders.put("unanswered", largest(row -> row.dns().unanswered(), label));
    orders.put("p50", largest(row -> p(row.dns().latency(), Latency::p50Ms), label));
    orders.put("p99", largest(row -> p(row.dns().latency(), Latency::p99Ms), label));
    return orders;
  }

  private static Map<String, Comparator<DropRow>> drops() {
    Map<String, Comparator<DropRow>> orders = new LinkedHashMap<>();
    Function<DropRow, String> label = DropRow::label;
    Function<DropRow, String> full = row -> row.label() + row.reason() + row.policies();
    orders.put("count", largest(DropRow::count, full));
    orders.put("name", Comparator.comparing(label).thenComparing(full));
    orders.put("reason", Comparator.comparing(DropRow::reason).thenComparing(full));
    orders.put("last", Comparator.comparing(DropRow::lastSeen).reversed().thenComparing(full));
    return orders;
  }

  private static Map<String, Comparator<ProbeRow>> probes() {
    Map<String, Comparator<ProbeRow>> orders = new LinkedHashMap<>();
    orders.put("state", largest(ProbeOrder::rank, ProbeRow::id));
    orders.put("name", Comparator.comparing(ProbeRow::id));
    orders.put("duration", largest(ProbeRow::durationMs, ProbeRow::id));
    return orders;
  }

  private static Map<String, Comparator<ResourceRow>> resources() {
    Function<ResourceRow, String> label = row -> row.node() + " " + row.label();
    Map<String, Comparator<ResourceRow>> orders = new LinkedHashMap<>();
    orders.put(
        "pressure",
        Comparator.comparing(ResourceRow::pressure)
            .thenComparing(row -> row.kind().equals("node"))
            .thenComparingDouble(Orders::memoryUsed)
            .reversed()
            .thenComparing(label));
    orders.put("name", Comparator.comparing(label));
    orders.put(
        "cpu", largest(row -> row.cpu().map(c -> c.usedCores().orElse(-1)).orElse(-1.0), label));
    orders.put(
        "throttled",
        largest(row -> row.cpu().map(c -> c.throttledRatio().orElse(-1)).orElse(-1.0), label));
    orders.put("memory", largest(Orders::memoryUsed, label));
    orders.put("oom", largest(ResourceRow::oomKills, label));
    return orders;
  }

  private static double memoryUsed(ResourceRow row) {
    return row.memory().map(m -> (double) m.workingSetBytes()).orElse(-1.0);
  }

  /** Failing first, then what failed once or warns, then the rest. */
  private static final class ProbeOrder {
    static double rank(ProbeRow row) {
      if (row.isFailing()) {
        return 3;
      }
      return !row.success() ? 2 : row.warning() ? 1 : 0;
    }
  }
}
