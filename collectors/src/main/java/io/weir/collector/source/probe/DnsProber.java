package io.weir.collector.source.probe;

import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Runs {@link Dns} probes: one question to one server, without search domains or a cache. */
final class DnsProber implements Prober {
  private static final int PORT = 53;

  private final Dns spec;
  private final Dialer dialer;
  private final Path resolvConf;
  private final Record question;

  /**
   * @param resolvConf where the server is found if the spec has none
   * @throws IllegalArgumentException if the name is not a DNS name
   */
  DnsProber(Dns spec, Dialer dialer, Path resolvConf) {
    this.spec = spec;
    this.dialer = dialer;
    this.resolvConf = resolvConf;
    try {
      this.question =
          Record.newRecord(
              Name.fromString(spec.name(), Name.root), Type.value(spec.type()), DClass.IN);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("name: " + spec.name() + " (expected: a DNS name)", e);
    }
  }

  @Override
  public String handler() {
    return "dns";
  }

  @Override
  public String target() {
    String server = spec.server().isEmpty() ? "system resolver" : spec.server();
    return question.getName() + " " + spec.type() + " @" + server;
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException, ProbeFailure, InterruptedException {
    var server = server(attempt);
    attempt.phase(Attempt.PROCESSING);
    var resolver = new SimpleResolver(server);
    resolver.setTCP(spec.transport() == Dns.Transport.TCP);
    resolver.setTimeout(Duration.ofMillis(attempt.remainingMs()));
    Message answer = resolver.send(Message.newQuery(question));
    int rcode = answer.getRcode();
    if (!spec.validRcodes().contains(Rcode.string(rcode))) {
      throw new ProbeFailure(
          FailureClass.STATUS,
          rcode,
          "answered " + Rcode.string(rcode) + " (expected: " + spec.validRcodes() + ")");
    }
    var data = answers(answer);
    for (String expected : spec.expectedAnswers()) {
      if (!data.contains(plain(expected))) {
        throw new ProbeFailure(
            FailureClass.CONTENT, rcode, expected + " is not in the answer " + data);
      }
    }
    return Outcome.good(rcode);
  }

  private InetSocketAddress server(Attempt attempt)
      throws IOException, ProbeFailure, InterruptedException {
    String server = spec.server();
    if (server.isEmpty()) {
      var servers = ResolvConf.nameservers(resolvConf);
      // glibc asks this host when the file names nobody.
      server = servers.isEmpty() ? "127.0.0.1" : servers.get(0);
    }
    int colon = server.lastIndexOf(':');
    boolean withPort =
        colon > 0 && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
    String host = withPort ? server.substring(0, colon) : server;
    try {
      int port = withPort ? Integer.parseInt(server.substring(colon + 1)) : PORT;
      return new InetSocketAddress(dialer.resolve(host, attempt).get(0), port);
    } catch (IllegalArgumentException e) {
      throw new ProbeFailure(
          FailureClass.INTERNAL, -1, "server: " + server + " (expected: host or host:port)");
    }
  }

  private static Set<String> answers(Message answer) {
    var data = new HashSet<String>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      data.add(plain(record.rdataToString()));
    }
    return data;
  }

  private static String plain(String data) {
    String lower = data.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
