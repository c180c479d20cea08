package io.weir.browser;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.weir.dashboards.api.WebUi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * How the map of a large cluster draws in a real browser, in software: until it is seen, a whole
 * drawing, and frames a second while it is moved. The server's part is not in it: its answer is
 * made before. Prints numbers and judges nothing.
 */
@CommandLine.Command(
    name = "large-map",
    mixinStandardHelpOptions = true,
    description = "Draws a large map in Chromium, without a graphics card.")
final class LargeMapBenchmark implements Callable<Integer> {
  private static final int MOVE_MS = 3000;

  /** Since the page was asked for until the map is on it. */
  private static final String SEEN =
      """
      const done = arguments[arguments.length - 1];
      const look = () => {
        const canvas = document.querySelector('canvas');
        if (canvas?.dataset.draws) done([performance.now(), Number(canvas.dataset.drawMs)]);
        else requestAnimationFrame(look);
      };
      look();
      """;

  /** Frames while it is zoomed in and out for a time, and the longest between two. */
  private static final String MOVED =
      """
      const [ms, done] = arguments;
      const {view} = document.querySelector('canvas');
      let frames = 0;
      let longest = 0;
      const began = performance.now();
      let last = began;
      const step = () => {
        const now = performance.now();
        longest = Math.max(longest, now - last);
        last = now;
        if (now - began > ms) return done([frames / (now - began) * 1000, longest]);
        frames++;
        view.zoom(Math.floor((now - began) / 500) % 2 === 0 ? 1.02 : 1 / 1.02);
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
      """;

  @Option(
      names = "--workloads",
      defaultValue = "2000",
      description = "Default: ${DEFAULT-VALUE}, in 40 namespaces.")
  private int workloads;

  @Option(
      names = "--edges",
      defaultValue = "10000",
      description = "Default: ${DEFAULT-VALUE}; one in 250 fails.")
  private int edges;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  private static final int NAMESPACES = 40;

  /** See the class. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LargeMapBenchmark()).execute(args));
  }

  @Override
  public Integer call() {
    String map = json(map());
    Server server = serve(map);
    try (Browser browser = Browser.start()) {
      System.out.printf(
          Locale.ROOT,
          "%,d workloads, %,d edges, %,d KiB of JSON; medians of %d rounds at 1280 x 800%n%n"
              + "%-34s %10s %9s %9s %12s%n",
          workloads,
          edges,
          map.length() / 1024,
          rounds,
          "",
          "seen ms",
          "draw ms",
          "frames/s",
          "longest ms");
      measure(browser, server, "groups with failures open", "/map");
      measure(
          browser,
          server,
          "everything open",
          "/map?open="
              + IntStream.range(0, NAMESPACES)
                  .mapToObj(n -> group(n))
                  .collect(Collectors.joining(",")));
      System.out.printf(
          "%nMachine: %d cores, JDK %s%n",
          Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    } finally {
      server.stop().join();
    }
    return 0;
  }

  private void measure(Browser browser, Server server, String name, String path) {
    URI address = URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
    List<double[]> results = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Page page = browser.open(address, Look.PLAIN);
      List<?> seen = (List<?>) page.awaitScript(SEEN);
      List<?> moved = (List<?>) page.awaitScript(MOVED, MOVE_MS);
      results.add(
          new double[] {number(seen, 0), number(seen, 1), number(moved, 0), number(moved, 1)});
    }
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.0f %9.0f %9.0f %12.0f%n",
        name,
        median(results, 0),
        median(results, 1),
        median(results, 2),
        median(results, 3));
  }

  private static double number(List<?> of, int index) {
    return ((Number) of.get(index)).doubleValue();
  }

  private static double median(List<double[]> results, int index) {
    return results.stream()
        .mapToDouble(result -> result[index])
        .sorted()
        .skip(results.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /** The pages, a large map, and no answer of interest to any other question. */
  private static Server serve(String map) {
    ServerBuilder builder = Server.builder();
    builder.http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    WebUi.mount(builder);
    Map<String, Object> info =
        Map.of("complete", "true", "lost", 0, "missing", List.of(), "notes", List.of());
    String nothing = json(Map.of("summary", "", "info", info, "rows", List.of()));
    String timeline =
        json(
            Map.of(
                "summary",
                "",
                "info",
                info,
                "windows",
                Map.of("startMs", List.of(), "total", List.of()),
                "marks",
                List.of()));
    builder.service("/api/v1/map", (context, request) -> answer(map));
    builder.service("/api/v1/timeline", (context, request) -> answer(timeline));
    builder.serviceUnder("/api/v1/", (context, request) -> answer(nothing));
    builder.decorator(EncodingService.newDecorator());
    Server server = builder.build();
    server.start().join();
    return server;
  }

  private static HttpResponse answer(String json) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, json);
  }

  private static String json(Object value) {
    try {
      return new JsonMapper().writeValueAsString(value);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String group(int namespace) {
    return "prod/ns-" + namespace;
  }

  /** As {@code /api/v1/map} answers: two in three edges stay in their namespace. */
  private Map<String, Object> map() {
    Random random = new Random(4);
    List<Map<String, Object>> drawn = new ArrayList<>();
    boolean[] failing = new boolean[workloads];
    for (int i = 0; i < edges; i++) {
      int client = random.nextInt(workloads);
      int server = random.nextInt(workloads);
      if (random.nextInt(3) > 0) {
        server = server - server % NAMESPACES + client % NAMESPACES;
        server = server < workloads ? server : client % NAMESPACES;
      }
      boolean bad = random.nextInt(250) == 0;
      failing[server] |= bad;
      drawn.add(
          Map.ofEntries(
              Map.entry("id", node(client) + "|" + node(server) + "|TCP:" + (8000 + i)),
              Map.entry("source", node(client)),
              Map.entry("target", node(server)),
              Map.entry("port", 8000 + i),
              Map.entry("protocol", "TCP"),
              Map.entry("protocols", List.of("http")),
              Map.entry("policyDenied", false),
              Map.entry("ratePerSecond", Math.pow(10, random.nextDouble() * 4 - 1)),
              Map.entry("badRatio", bad ? 0.38 : 0),
              Map.entry("health", bad ? "failing" : "ok"),
              Map.entry("layer", bad ? "http-5xx" : ""),
              Map.entry("why", bad ? "38 % of the responses were errors." : "")));
    }
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      int place = i / NAMESPACES;
      nodes.add(
          Map.of(
              "id",
              node(i),
              "name",
              "service-" + i,
              "namespace",
              "ns-" + i % NAMESPACES,
              "label",
              "ns-" + i % NAMESPACES + "/service-" + i,
              "group",
              group(i % NAMESPACES),
              "column",
              place % 6,
              "row",
              place / 6,
              "infrastructure",
              false,
              "ratePerSecond",
              10.0 + i,
              "health",
              failing[i] ? "failing" : "ok"));
    }
    List<Map<String, Object>> groups = new ArrayList<>();
    for (int n = 0; n < NAMESPACES; n++) {
      groups.add(Map.of("id", group(n), "label", "ns-" + n, "column", n % 6, "row", n / 6));
    }
    return Map.of(
        "summary", "",
        "info", Map.of("complete", "true", "lost", 0, "missing", List.of(), "notes", List.of()),
        "groups", groups,
        "nodes", nodes,
        "edges", drawn);
  }

  private static String node(int workload) {
    return group(workload % NAMESPACES) + "/Deployment/service-" + workload;
  }
}
