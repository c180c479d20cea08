package io.weir.collector.source.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers on the loopback address. */
class HttpProberTest {
  @TempDir Path folder;
  private final CountDownLatch release = new CountDownLatch(1);
  private final Dialer dialer = new Dialer(this::resolve);
  private final Watchdog watchdog = new Watchdog();
  private final AtomicReference<Headers> request = new AtomicReference<>();
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(loopback(), 0);
    // Each request has a thread, so that a slow one does not keep others waiting.
    server.setExecutor(task -> new Thread(task).start());
    on("/ok", 200, "all is well");
    on("/500", 500, "oops");
    on("/404", 404, "");
    server.createContext("/loop", exchange -> redirect(exchange, "/loop"));
    server.createContext("/moved", exchange -> redirect(exchange, "/ok"));
    server.createContext(
        "/elsewhere", exchange -> redirect(exchange, "http://other.test/somewhere"));
    server.createContext(
        "/slow",
        exchange -> {
          await(release);
          answer(exchange, 200, "late");
        });
    server.createContext(
        "/drip",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          await(release);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.stop(0);
    dialer.close();
    watchdog.close();
  }

  @Test
  void succeeds_withItsPhases() throws Exception {
    var result = Probing.run(prober("/ok"));

    assertThat(result.outcome()).isEqualTo(Outcome.good(200));
    assertThat(result.attempt().phases()).containsOnlyKeys("connect", "processing", "transfer");
    assertThat(sum(result.attempt())).isLessThanOrEqualTo(result.attempt().elapsedNs());
    assertThat(request.get().getFirst("User-Agent")).isEqualTo("weir-probe/0.1");
    assertThat(request.get().getFirst("Host")).isEqualTo("127.0.0.1:" + port());
  }

  @Test
  void resolvesNamesAsAPhaseOfItsOwn() throws Exception {
    var prober = prober(get("/ok", "localhost", HttpGet.Scheme.HTTP, port(), false, "", List.of()));

    assertThat(Probing.run(prober).attempt().phases()).containsKey("resolve");
  }

  @Test
  void sendsConfiguredHeadersInPlaceOfItsOwn() throws Exception {
    var headers =
        List.of(new HttpHeader("host", "shop.test"), new HttpHeader("X-Custom", "Awesome"));

    Probing.run(prober(get("/ok", "127.0.0.1", HttpGet.Scheme.HTTP, port(), false, "", headers)));

    assertThat(request.get().get("Host")).containsExactly("shop.test");
    assertThat(request.get().getFirst("X-Custom")).isEqualTo("Awesome");
  }

  @Test
  void failsByStatus() throws Exception {
    var failed = Probing.run(prober("/500")).outcome();
    assertThat(failed.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(failed.code()).isEqualTo(500);
    assertThat(failed.message()).isEqualTo("answered 500 (expected: 200 to 399)");

    assertThat(Probing.run(prober("/404")).outcome().code()).isEqualTo(404);
  }

  @Test
  void followsRedirectsOnTheSameHost() throws Exception {
    assertThat(Probing.run(prober("/moved")).outcome()).isEqualTo(Outcome.good(200));
    assertThat(requests).hasValue(2);
  }

  @Test
  void stopsAfterTenRedirects() throws Exception {
    var outcome = Probing.run(prober("/loop")).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.message()).isEqualTo("stopped after 10 redirects");
    assertThat(requests).hasValue(10);
  }

  @Test
  void warnsOfARedirectToAnotherHost() throws Exception {
    var outcome = Probing.run(prober("/elsewhere")).outcome();

    assertThat(outcome.success()).isTrue();
    assertThat(outcome.warning()).isTrue();
    assertThat(outcome.code()).isEqualTo(302);
    assertThat(outcome.message()).contains("http://other.test/somewhere");
  }

  @Test
  void timesOut_whileTheServerThinks() throws Exception {
    var outcome = Probing.run(prober("/slow"), Duration.ofSeconds(1)).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(outcome.message()).contains("was in processing");
  }

  @Test
  void timesOut_whileTheBodyDrips() throws Exception {
    var outcome = Probing.run(prober("/drip"), Duration.ofSeconds(2)).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(outcome.message()).contains("was in transfer");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    var outcome =
        Probing.run(prober(get("/", "127.0.0.1", HttpGet.Scheme.HTTP, free, false, "", List.of())))
            .outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.CONNECT);
    assertThat(outcome.message()).startsWith("cannot connect: ");
  }

  @Test
  void saysThatANameIsUnknown() throws Exception {
    var outcome = Probing.run(named("no-such-host.test")).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.DNS);
    assertThat(outcome.message()).isEqualTo("cannot resolve no-such-host.test");
  }

  @Test
  void timesOut_whileNobodyAnswersForTheName() throws Exception {
    var outcome = Probing.run(named("silent.test"), Duration.ofMillis(200)).outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(outcome.message()).contains("was in resolve");
  }

  @Test
  void comparesTheBody() throws Exception {
    assertThat(Probing.run(body("is w.ll")).outcome().success()).isTrue();
    var outcome = Probing.run(body("^nothing$")).outcome();
    assertThat(outcome.failure()).isEqualTo(FailureClass.CONTENT);
    assertThat(outcome.code()).isEqualTo(200);
  }

  @Test
  void speaksTlsWithoutCheckingTheCertificate_butTellsWhenItEnds() throws Exception {
    var tls = tlsServer();
    try {
      int port = tls.getAddress().getPort();
      var trusting = get("/", "127.0.0.1", HttpGet.Scheme.HTTPS, port, false, "", List.of());

      var result = Probing.run(prober(trusting));

      assertThat(result.outcome()).isEqualTo(Outcome.good(200));
      assertThat(result.attempt().phases())
          .containsOnlyKeys("connect", "tls", "processing", "transfer");
      var expires = Instant.ofEpochSecond(0, result.attempt().certificateExpiresNs());
      assertThat(expires)
          .isBetween(
              Instant.now().plus(28, ChronoUnit.DAYS), Instant.now().plus(31, ChronoUnit.DAYS));

      var checking = get("/", "127.0.0.1", HttpGet.Scheme.HTTPS, port, true, "", List.of());
      var refused = Probing.run(prober(checking));
      assertThat(refused.outcome().failure()).isEqualTo(FailureClass.TLS);
      assertThat(refused.attempt().certificateExpiresNs()).isPositive();
    } finally {
      tls.stop(0);
    }
  }

  @Test
  void saysThatAServerDoesNotSpeakTls() throws Exception {
    try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server = new Thread(() -> refuse(plain));
      server.start();
      var spec =
          get("/", "127.0.0.1", HttpGet.Scheme.HTTPS, plain.getLocalPort(), false, "", List.of());

      assertThat(Probing.run(prober(spec)).outcome().failure()).isEqualTo(FailureClass.TLS);
      server.join();
    }
  }

  private static void refuse(ServerSocket server) {
    try (var socket = server.accept()) {
      assertThat(socket.getInputStream().read()).isPositive();
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Prober named(String host) {
    return prober(get("/", host, HttpGet.Scheme.HTTP, 80, false, "", List.of()));
  }

  private HttpsServer tlsServer() throws Exception {
    Path store = folder.resolve("keys.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "probe",
                "-keyalg",
                "EC",
                "-dname",
                "CN=probe.test",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    var tls = HttpsServer.create(loopback(), 0);
    tls.setHttpsConfigurator(new HttpsConfigurator(context));
    tls.createContext("/", exchange -> answer(exchange, 200, "secret"));
    tls.start();
    return tls;
  }

  private Prober prober(String path) {
    return prober(get(path, "127.0.0.1", HttpGet.Scheme.HTTP, port(), false, "", List.of()));
  }

  private Prober body(String pattern) {
    return prober(get("/ok", "127.0.0.1", HttpGet.Scheme.HTTP, port(), false, pattern, List.of()));
  }

  private Prober prober(HttpGet spec) {
    return new HttpProber(spec, dialer, watchdog, "weir-probe/0.1");
  }

  private static HttpGet get(
      String path,
      String host,
      HttpGet.Scheme scheme,
      int port,
      boolean verify,
      String body,
      List<HttpHeader> headers) {
    return new HttpGet(
        path,
        port,
        host,
        scheme,
        headers,
        verify,
        Optional.of(body).filter(pattern -> !pattern.isEmpty()));
  }

  /** Knows localhost, says nothing of silent.test, and denies the rest. */
  private InetAddress[] resolve(String host) throws UnknownHostException {
    if (host.equals("silent.test")) {
      await(release);
    }
    if (!host.equals("localhost")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getByName("127.0.0.1")};
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void on(String path, int status, String body) {
    server.createContext(path, exchange -> answer(exchange, status, body));
  }

  private void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().add("Location", to);
    answer(exchange, 302, "");
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    requests.incrementAndGet();
    request.set(exchange.getRequestHeaders());
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long sum(Attempt attempt) {
    return attempt.phases().values().stream().mapToLong(Long::longValue).sum();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
