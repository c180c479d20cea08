package io.weir.collector.source.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsProberTest {
  private final Dialer dialer = new Dialer();
  private DatagramSocket socket;
  private Thread thread;

  /** Knows web.test, is silent about silent.test, and denies the rest. */
  @BeforeEach
  void start() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread = new Thread(this::serve, "dns-server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    socket.close();
    thread.join();
    dialer.close();
  }

  @Test
  void succeedsWithAValidRcode() throws Exception {
    var result = run("web.test", List.of("NOERROR"), List.of());

    assertThat(result.outcome()).isEqualTo(Outcome.good(Rcode.NOERROR));
    assertThat(result.attempt().phases()).containsOnlyKeys("processing");
  }

  @Test
  void failsWithAnotherRcode_unlessItIsExpected() throws Exception {
    var outcome = run("nobody.test", List.of("NOERROR"), List.of()).outcome();
    assertThat(outcome.failure()).isEqualTo(FailureClass.STATUS);
    assertThat(outcome.code()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(outcome.message()).isEqualTo("answered NXDOMAIN (expected: [NOERROR])");

    assertThat(run("nobody.test", List.of("NXDOMAIN"), List.of()).outcome().success()).isTrue();
  }

  @Test
  void comparesAnswers() throws Exception {
    assertThat(run("web.test", List.of("NOERROR"), List.of("192.0.2.1")).outcome().success())
        .isTrue();
    var outcome = run("web.test", List.of("NOERROR"), List.of("192.0.2.9")).outcome();
    assertThat(outcome.failure()).isEqualTo(FailureClass.CONTENT);
    assertThat(outcome.message()).contains("192.0.2.1");
  }

  @Test
  void timesOut() throws Exception {
    var outcome =
        Probing.run(prober("silent.test", List.of("NOERROR"), List.of()), Duration.ofMillis(300))
            .outcome();

    assertThat(outcome.failure()).isEqualTo(FailureClass.TIMEOUT);
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    var prober = prober("web.test", List.of("NOERROR"), List.of());
    socket.close();
    thread.join();

    assertThat(Probing.run(prober, Duration.ofSeconds(5)).outcome().failure())
        .isEqualTo(FailureClass.CONNECT);
  }

  @Test
  void namesItsTarget() {
    assertThat(prober("web.test", List.of("NOERROR"), List.of()).target())
        .isEqualTo("web.test. A @127.0.0.1:" + socket.getLocalPort());
  }

  private Probing.Result run(String name, List<String> rcodes, List<String> answers)
      throws InterruptedException {
    return Probing.run(prober(name, rcodes, answers));
  }

  private Prober prober(String name, List<String> rcodes, List<String> answers) {
    return new DnsProber(
        new Dns(
            name, "A", "127.0.0.1:" + socket.getLocalPort(), Dns.Transport.UDP, rcodes, answers),
        dialer,
        Path.of("/nonexistent"));
  }

  private void serve() {
    byte[] buffer = new byte[512];
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        var query = new Message(java.util.Arrays.copyOf(buffer, packet.getLength()));
        String name = query.getQuestion().getName().toString();
        if (name.equals("silent.test.")) {
          continue;
        }
        byte[] answer = answer(query, name).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException closed) {
        // The loop looks whether it was the end.
      }
    }
  }

  private static Message answer(Message query, String name) throws IOException {
    var answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    if (name.equals("web.test.")) {
      answer.addRecord(
          new ARecord(Name.fromString(name), DClass.IN, 60, InetAddress.getByName("192.0.2.1")),
          Section.ANSWER);
    } else {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    return answer;
  }
}
