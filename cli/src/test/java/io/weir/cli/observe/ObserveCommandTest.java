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
        "-n shop --service db | +{\"source_service\":[\"shop/db\"]}"
            + " +{\"destination_service\":[\"shop/db\"]}",
        "-n a -n b | +{\"source_pod\":[\"a/\",\"b/\"]} +{\"destination_pod\":[\"a/\",\"b/\"]}",
        "-A | +{\"source_pod\":[\"/\"]} +{\"destination_pod\":[\"/\"]}",
        "--from-all-namespaces | +{\"source_pod\":[\"/\"]}",
        "--from-namespace a --service s | +{\"source_service\":[\"a/s\"]}"
            + " +{\"source_pod\":[\"a/\"],\"destination_service\":[\"s\"]}",
        "--from-namespace a --to-namespace b |"
            + " +{\"source_pod\":[\"a/\"],\"destination_pod\":[\"b/\"]}",
        "--verdict DROPPED --not -n a |"
            + " +{\"verdict\":[\"DROPPED\"]} -{\"source_pod\":[\"a/\"]}"
            + " -{\"destination_pod\":[\"a/\"]}",
        "--to-port 8000-8100 | +{\"destination_port\":[\"8000-8100\"]}",
        "--type trace:from-stack |"
            + " +{\"event_type\":[{\"type\":4,\"match_sub_type\":true,\"sub_type\":8}]}",
        "--type agent:policy-updated |"
            + " +{\"event_type\":[{\"type\":130,\"match_sub_type\":true,\"sub_type\":5}]}",
        "--type trace-sock:pre-xlate-rev |"
            + " +{\"event_type\":[{\"type\":7,\"match_sub_type\":true,\"sub_type\":3}]}",
        "-t l7 -t capture:5 | +{\"event_type\":[{\"type\":129},"
            + "{\"type\":3,\"match_sub_type\":true,\"sub_type\":5}]}",
        "--identity kube-apiserver | +{\"source_identity\":[7]} +{\"destination_identity\":[7]}",
        "--from-identity 4294967295 | +{\"source_identity\":[4294967295]}",
        "--from-workload a | +{\"source_workload\":[{\"name\":\"a\"}]}",
        "--from-workload Job/ | +{\"source_workload\":[{\"kind\":\"Job\"}]}",
        "--cluster a --from-cluster b | +{\"source_cluster_name\":[\"a\",\"b\"]}"
            + " +{\"source_cluster_name\":[\"b\"],\"destination_cluster_name\":[\"a\"]}",
        "-4 | +{\"ip_version\":[\"IPv4\"]}",
        "--ip-version none | +{\"ip_version\":[\"IP_NOT_USED\"]}",
        "--encrypted | +{\"encrypted\":[true]}",
        "--unencrypted | +{\"encrypted\":[false]}",
        "--ip-trace-id 18446744073709551615 | +{\"ip_trace_id\":[\"18446744073709551615\"]}",
        "--reply true | +{\"reply\":[true]}",
        "--dns-query ^db | +{\"dns_query\":[\"^db\"]}",
        "--interface-index 3 | +{\"interface\":[{\"index\":3}]}",
        "--cel-expression true | +{\"experimental\":{\"cel_expression\":[\"true\"]}}",
        "--allowlist {\"uuid\":[\"a\"]} --uuid b | +{\"uuid\":[\"b\"]} +{\"uuid\":[\"a\"]}",
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
        "--pod a --from-pod b | filters --from-pod and --pod cannot be combined",
        "--from-fqdn a --ip 10.0.0.1 | filters --from-fqdn and --ip cannot be combined",
        "-n a --to-ip 10.0.0.1 | filters --to-ip and --namespace cannot be combined",
        "-n a --from-namespace b | filters --from-namespace and --namespace cannot be combined",
        "-A --to-pod b | filters --to-pod and --all-namespaces cannot be combined",
        "-n a --to-service b | filters --to-service and --namespace cannot be combined",
        "-l a --to-label b | filters --label and --to-label cannot be combined",
        "--port 1 --from-port 2 | filters --port and --from-port cannot be combined",
        "--identity 1 --to-identity 2 | filters --identity and --to-identity cannot be combined",
        "--workload a --from-workload b | filters --workload and --from-workload cannot be",
        "--service a --to-service b | filters --service and --to-service cannot be combined",
        "--encrypted --unencrypted | filters --encrypted and --unencrypted cannot be combined",
        "--not --pod a --not --ip 10.0.0.1 | filters --ip and --pod cannot be combined",
        "-A --pod a/b | namespace conflict: \"\" does not contain \"a/b\"",
        "--from-pod a/b --from-service c/d | namespace conflict: pod \"a/b\" and service \"c/d\"",
        "--first 1 --all | --first and --all cannot be combined",
        "--last 1 --all | --last and --all cannot be combined",
        "--last -1 | -1 (expected: a number >= 0)",
        "-o table -f | --output table and --follow cannot be combined",
        "-o tab -f | --output table and --follow cannot be combined",
        "-o yaml | yaml (expected: compact, dict, json, jsonpb, table)",
        "--field-mask time | --field-mask and --output compact cannot be combined",
        "-o json --field-mask nope | --field-mask: nope (expected: a path in flow.Flow",
        "--top 3 | --top: needs --count-by",
        "--count-by verdict -f | --count-by and --follow cannot be combined",
        "--explain -f | --explain and --follow cannot be combined",
        "--count-by verdict --input-file - | --count-by and --input-file cannot be combined",
        "--ip-trace-id 0 | --ip-trace-id: 0 (expected: a number > 0)",
        "--reply yes | --reply: yes (expected: true or false)",
        "--interface-index eth0 | --interface-index: eth0 (expected: a number > 0)",
        "--tcp-flags SYN,NOPE | --tcp-flags: SYN,NOPE (expected: FIN, SYN",
        "--identity nobody | --identity: nobody (expected: a number, or a reserved name",
        "--ip-version 5 | --ip-version: 5 (expected: none, v4 or v6)",
        "--input-file /nowhere/x | --input-file: /nowhere/x cannot be read",
        "--from-ip 10.0.0.1 --from-pod b | filters --from-ip and --from-pod cannot be combined",
        "-n a --pod b/c | namespace conflict: \"a\" does not contain \"b/c\"",
        "--verdict WRONG | --verdict: WRONG (expected: FORWARDED, DROPPED",
        "--type nothing | --type: nothing (expected: drop",
        "--not | --not: nothing follows",
        "--not --not --uuid a | --not: given twice",
        "--since yesterday | --since: yesterday (expected: like 5m",
        "--allowlist {\"nope\":1} | --allowlist: {\"nope\":1} (expected: FlowFilter as JSON",
        "--allowlist {\"uuid\":[\"a\"]}x | --allowlist: {",
        "--time-format nope | --time-format: nope (expected: StampMilli",
        "recorder | observe recorder: unknown (expected: flows, agent-events or debug-events)",
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
        .containsSubsequence(
            "Which flows:",
            "--input-file",
            "Counts and",
            "--count-by",
            "Output:",
            "--color",
            "Raw filters:",
            "--allowlist",
            "Server, and help:",
            "--server",
            "Filters (",
            "--pod",
            "Commands:",
            "agent-events",
            "Examples:")
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
