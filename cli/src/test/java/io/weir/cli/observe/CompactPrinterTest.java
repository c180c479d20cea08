package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import io.weir.flowtext.Colors;
import io.weir.flowtext.FlowText;
import io.weir.hubble.observer.GetFlowsResponse;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Lines as {@code hubble observe} prints them. */
class CompactPrinterTest {
  private static final String SECOND =
      "time{seconds:1767607200 nanos:123000000} node_name:'prod/n1' ";
  private static final String CART =
      "source{namespace:'shop' pod_name:'cart-7d9c-abcde' identity:40211}";
  private static final String DB = "destination{namespace:'shop' pod_name:'db-0' identity:40377}";
  private static final String ADDRESSES = "IP{source:'10.0.0.5' destination:'10.0.1.9'}";
  private static final String TCP = "l4{TCP{source_port:40112 destination_port:5432}}";
  private static final String TO_ENDPOINT = "event_type{type:4} verdict:FORWARDED ";

  @Test
  void request() throws ParseException {
    assertThat(flow(CART, DB, ADDRESSES, TCP, TO_ENDPOINT, "is_reply{} Summary:'TCP Flags: SYN'"))
        .isEqualTo(
            "Jan  5 10:00:00.123: shop/cart-7d9c-abcde:40112 (ID:40211) -> shop/db-0:5432"
                + " (ID:40377) to-endpoint FORWARDED (TCP Flags: SYN)");
  }

  /** The client stays on the left. */
  @Test
  void reply() throws ParseException {
    String source = "source{namespace:'shop' pod_name:'db-0' identity:40377}";
    String destination = "destination{namespace:'shop' pod_name:'cart-0' identity:40211}";
    String ports = "l4{TCP{source_port:5432 destination_port:40112}}";
    String rest = "is_reply{value:true} Summary:'TCP Flags: SYN, ACK'";
    assertThat(flow(source, destination, ADDRESSES, ports, TO_ENDPOINT, rest))
        .isEqualTo(
            "Jan  5 10:00:00.123: shop/cart-0:40112 (ID:40211) <- shop/db-0:5432 (ID:40377)"
                + " to-endpoint FORWARDED (TCP Flags: SYN, ACK)");
  }

  @Test
  void dropWithNodeUnknownDirectionAndWorld() throws ParseException {
    String world = "destination{identity:2} IP{source:'10.0.0.5' destination:'203.0.113.9'}";
    String ports = "l4{TCP{source_port:51000 destination_port:443}}";
    String drop = "event_type{type:1 sub_type:133} verdict:DROPPED Summary:'TCP Flags: SYN'";
    assertThat(printer(true, true).line(response("flow{" + CART + world + ports + drop + "}")))
        .isEqualTo(
            "Jan  5 10:00:00.123 [prod/n1]: shop/cart-7d9c-abcde:51000 (ID:40211) <>"
                + " 203.0.113.9:443 (world) Policy denied DROPPED (TCP Flags: SYN)");
  }

  @Test
  void policyVerdictWithPolicyNames() throws ParseException {
    String verdict =
        "event_type{type:5} verdict:FORWARDED policy_match_type:2 traffic_direction:INGRESS"
            + " ingress_allowed_by{name:'allow-web' kind:'CiliumNetworkPolicy'} is_reply{}";
    assertThat(flow(CART, DB, ADDRESSES, TCP, verdict))
        .endsWith("policy-verdict:L3-L4 INGRESS ALLOWED BY allow-web (CiliumNetworkPolicy) ()");
    assertThat(flow(CART, DB, ADDRESSES, TCP, verdict.replace("FORWARDED", "DROPPED")))
        .endsWith("policy-verdict:L3-L4 INGRESS DENIED ()");
    assertThat(flow(CART, DB, ADDRESSES, TCP, verdict.replace("FORWARDED", "AUDIT")))
        .endsWith("policy-verdict:L3-L4 INGRESS AUDITED ()");
  }

  @Test
  void layer7() throws ParseException {
    String dns = "l7{type:REQUEST dns{observation_source:'proxy'}} event_type{type:129}";
    String http = "l7{type:RESPONSE http{code:200}} event_type{type:129} verdict:FORWARDED";
    assertThat(flow(ADDRESSES, dns, "verdict:FORWARDED")).contains(" dns-request proxy FORWARDED");
    assertThat(flow(ADDRESSES, http)).contains(" http-response FORWARDED");
    assertThat(flow(ADDRESSES, "l7{type:SAMPLE}")).contains(" l7-sample ");
  }

  @Test
  void otherEventTypes() throws ParseException {
    assertThat(flow("event_type{type:4 sub_type:11}")).contains(" to-network ");
    assertThat(flow("event_type{type:4 sub_type:77}")).contains(" 77 ");
    assertThat(flow("event_type{type:3} debug_capture_point:DBG_CAPTURE_SNAT_PRE"))
        .contains(" DBG_CAPTURE_SNAT_PRE ");
    assertThat(flow("event_type{type:7} sock_xlate_point:SOCK_XLATE_POINT_POST_DIRECTION_REV"))
        .contains(" post-xlate-rev ");
    assertThat(flow("event_type{type:1 sub_type:250}")).contains(" 250, 0 ");
    assertThat(flow("event_type{type:99}")).contains(" UNKNOWN ");
  }

  @Test
  void hostIsPodElseServiceElseNamesElseAddressElseMac() throws ParseException {
    String service = "source_service{namespace:'shop' name:'cart'}";
    String names = "source_names:'a.example' source_names:'b.example'";
    assertThat(flow(CART, service, names, ADDRESSES)).contains("shop/cart-7d9c-abcde (");
    assertThat(flow(service, names, ADDRESSES)).contains("shop/cart (");
    assertThat(flow(names, ADDRESSES)).contains(": a.example,b.example (unknown)");
    assertThat(flow("IP{source:'fd00::1'} l4{UDP{source_port:53}}")).contains(": [fd00::1]:53 (");
    assertThat(flow("ethernet{source:'aa:bb:cc:00:11:22'}")).contains(": aa:bb:cc:00:11:22 (");
    EventPrinter<GetFlowsResponse> numeric = printer(false, false);
    assertThat(numeric.line(response("flow{" + CART + ADDRESSES + "}"))).contains(": 10.0.0.5 (");
  }

  @Test
  void summaryWithTraceIdAndAuthentication() throws ParseException {
    assertThat(flow("ip_trace_id{trace_id:42} Summary:'UDP' auth_type:SPIRE"))
        .endsWith("(IP Trace ID: 42; UDP; Auth: SPIRE)");
  }

  @Test
  void lostEvents() throws ParseException {
    String lost =
        "lost_events{source:HUBBLE_RING_BUFFER num_events_lost:42"
            + " first{seconds:1767607202} last{seconds:1767607202 nanos:999000000}}";
    assertThat(printer(false, true).line(response(lost)))
        .isEqualTo(
            "Jan  5 10:00:00.123 EVENTS LOST: HUBBLE_RING_BUFFER CPU(0) 42"
                + " (first: Jan  5 10:00:02.000, last: Jan  5 10:00:02.999)");
  }

  @Test
  void controlCharactersOfTheServerAreShownAndNotObeyed() throws ParseException {
    assertThat(flow("Summary:'a\\033[31mb\\n'")).endsWith("(a\\u001b[31mb\\u000a)");
  }

  @Test
  void colors() throws ParseException {
    EventPrinter<GetFlowsResponse> printer =
        new CompactPrinter<>(
            new FlowEventText(new FlowText(true, false, new Colors(true)), times()), false);
    assertThat(printer.line(response("flow{" + DB + ADDRESSES + TCP + "verdict:DROPPED}")))
        .contains(
            "\u001b[36mshop/db-0:\u001b[33m5432\u001b[0m\u001b[0m \u001b[35m(ID:40377)\u001b[0m")
        .contains("\u001b[31mDROPPED\u001b[0m");
  }

  @Test
  void dictIsNotTurnedRound() throws ParseException {
    EventPrinter<GetFlowsResponse> printer =
        new DictPrinter<>(
            new FlowEventText(new FlowText(true, false, new Colors(false)), times()), true);
    GetFlowsResponse response =
        response(
            "flow{"
                + CART
                + DB
                + ADDRESSES
                + TCP
                + TO_ENDPOINT
                + "is_reply{value:true} Summary:'TCP Flags: SYN'}");
    String record =
        """
          TIMESTAMP: Jan  5 10:00:00.123
               NODE: prod/n1
             SOURCE: shop/cart-7d9c-abcde:40112
        DESTINATION: shop/db-0:5432
               TYPE: to-endpoint
            VERDICT: FORWARDED
            SUMMARY: TCP Flags: SYN\
        """;
    assertThat(printer.line(response)).isEqualTo(record);
    assertThat(printer.line(response)).isEqualTo("------------\n" + record);
  }

  @Test
  void jsonIsOneLineWithProtoNames() throws ParseException {
    String json = new JsonPrinter().line(response("flow{" + ADDRESSES + "is_reply{}}"));
    assertThat(json)
        .isEqualTo(
            "{\"flow\":{\"IP\":{\"source\":\"10.0.0.5\",\"destination\":\"10.0.1.9\"},"
                + "\"is_reply\":false},\"node_name\":\"prod/n1\","
                + "\"time\":\"2026-01-05T10:00:00.123Z\"}");
  }

  private static String flow(String... parts) throws ParseException {
    return printer(false, true).line(response("flow{" + String.join(" ", parts) + "}"));
  }

  private static GetFlowsResponse response(String text) throws ParseException {
    return TextFormat.parse(SECOND + text, GetFlowsResponse.class);
  }

  private static EventPrinter<GetFlowsResponse> printer(boolean nodeNames, boolean names) {
    FlowText text = new FlowText(names, names, new Colors(false));
    return new CompactPrinter<>(new FlowEventText(text, times()), nodeNames);
  }

  private static Times times() {
    return new Times(TimeFormat.STAMP_MILLI, ZoneOffset.UTC);
  }
}
