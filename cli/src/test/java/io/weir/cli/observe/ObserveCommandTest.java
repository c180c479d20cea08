package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** From words on the command line to filters on the wire. */
class ObserveCommandTest {
  /** Flags, and the filters that they become; lists of JSON after + and -. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--from-pod a/b | +{\"source_pod\":[\"a/b\"]}",
        "--to-pod b | +{\"destination_pod\":[\"b\"]}",
        "--pod a/b | +{\"source_pod\":[\"a/b\"]} +{\"destination_pod\":[\"a/b\"]}",
        "-n shop | +{\"source_pod\":[\"shop/\"]} +{\"destination_pod\":[\"shop/\"]}",
        "-n shop --pod c | +{\"source_pod\":[\"shop/c\"]} +{\"destination_pod\":[\"shop/c\"]}",
        "--from-namespace a --from-pod x --from-pod a/y | +{\"source_pod\":[\"a/x\",\"a/y\"]}",
        "--to-namespace a --to-service s | +{\"destination_service\":[\"a/s\"]}",
        "-A --pod c | +{\"source_pod\":[\"/c\"]} +{\"destination_pod\":[\"/c\"]}",
        "--from-ip 10.0.0.1 --port 80 | +{\"source_ip\":[\"10.0.0.1\"],\"source_port\":[\"80\"]}"
            + " +{\"source_ip\":[\"10.0.0.1\"],\"destination_port\":[\"80\"]}",
        "--verdict dropped --verdict ERROR | +{\"verdict\":[\"DROPPED\",\"ERROR\"]}",
        "--not --verdict DROPPED --protocol tcp | +{\"protocol\":[\"tcp\"]}"
            + " -{\"verdict\":[\"DROPPED\"]}",
        "--not --to-port=53 | -{\"destination_port\":[\"53\"]}",
        "-t trace:to-proxy |"
            + " +{\"event_type\":[{\"type\":4,\"match_sub_type\":true,\"sub_type\":1}]}",
        "--type drop:policy_denied |"
            + " +{\"event_type\":[{\"type\":1,\"match_sub_type\":true,\"sub_type\":133}]}",
        "--type 129 | +{\"event_type\":[{\"type\":129}]}",
        "--tcp-flags SYN,ack | +{\"tcp_flags\":[{\"SYN\":true,\"ACK\":true}]}",
        "--to-identity world | +{\"destination_identity\":[2]}",
        "--from-workload Deployment/a |"
            + " +{\"source_workload\":[{\"name\":\"a\",\"kind\":\"Deployment\"}]}",
        "--http-header k:v | +{\"http_header\":[{\"key\":\"k\",\"value\":\"v\"}]}",
        "-4 --unencrypted | +{\"ip_version\":[\"IPv4\"],\"encrypted\":[false]}",
        "--allowlist {\"uuid\":[\"a\"]}{\"uuid\":[\"b\"]} | +{\"uuid\":[\"a\"]}"
            + " +{\"uuid\":[\"b\"]}",
        "--allowlist {\"uuid\":[\"}{\\\"\"]} | +{\"uuid\":[\"}{\\\"\"]}",
        "--denylist {\"reply\":[true]} | -{\"reply\":[true]}",
        "flows --uuid x | +{\"uuid\":[\"x\"]}",
      })
  void flagsBecomeFilters(String flags, String expected) {
    StringBuilder yaml = new StringBuilder();
    for (char list : new char[] {'+', '-'}) {
      String name = list == '+' ? "allowlist:\n" : "denylist:\n";
      for (String part : expected.split(" ")) {
        if (part.charAt(0) == list) {
          yaml.append(name).append("    - '").append(part.substring(1)).append("'\n");
          name = "";
        }
      }
    }
    Result result = run(flags + " --print-raw-filters");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).isEqualTo(yaml.toString());
    assertThat(result.code()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--first 1 --last 1 | --first and --last cannot be combined",
        "--first 1 -f | --first and --follow cannot be combined",
        "--pod a --from-pod b | filters --pod and --from-pod cannot be combined",
        "--from-ip 10.0.0.1 --from-pod b | filters --from-ip and --from-pod cannot be combined",
        "-n a --pod b/c | --pod: b/c (expected: namespace a)",
        "--verdict WRONG | --verdict: WRONG (expected: FORWARDED, DROPPED",
        "--type nothing | --type: nothing (expected: drop",
        "--not | --not: nothing follows",
        "--not --not --uuid a | --not: given twice",
        "--since yesterday | --since: yesterday (expected: like 5m",
        "--allowlist {\"nope\":1} | --allowlist: {\"nope\":1} (expected: FlowFilter as JSON",
        "--allowlist {\"uuid\":[\"a\"]}x | --allowlist: {",
        "--time-format nope | --time-format: nope (expected: StampMilli",
        "agent-events | observe agent-events: unknown",
        "--server x | 'x' (expected: host:port, tls://host:port or unix:///path)",
        "--server 127.0.0.1:1 | Start the relay with `weir up`",
      })
  void mistakesAreExplainedAndExitWithOne(String flags, String message) {
    Result result = run(flags);
    assertThat(result.err()).contains(message);
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void helpShowsFiltersAndExamples() {
    Result result = run("--help");
    assertThat(result.out())
        .contains("--from-pod=[NS/]PREFIX")
        .contains("Filters (the same twice")
        .contains("Examples:");
    assertThat(result.code()).isZero();
  }

  private record Result(int code, String out, String err) {}

  /** The command writes to System.out and System.err, picocli to its own writers. */
  private static Result run(String flags) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StringWriter picocliOut = new StringWriter();
    StringWriter picocliErr = new StringWriter();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code =
          new CommandLine(new ObserveCommand())
              .setOut(new PrintWriter(picocliOut, true))
              .setErr(new PrintWriter(picocliErr, true))
              .execute(flags.split(" "));
      return new Result(
          code,
          out.toString(StandardCharsets.UTF_8) + picocliOut,
          err.toString(StandardCharsets.UTF_8) + picocliErr);
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
