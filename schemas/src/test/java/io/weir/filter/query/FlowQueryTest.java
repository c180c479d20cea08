package io.weir.filter.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.util.JsonFormat;
import io.weir.hubble.flow.FlowFilter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowQueryTest {
  private static final Optional<String> NEVER = Optional.empty();

  private static String filters(List<FlowFilter> filters) throws Exception {
    StringBuilder text = new StringBuilder();
    for (FlowFilter filter : filters) {
      text.append(
          JsonFormat.printer()
              .preservingProtoFieldNames()
              .omittingInsignificantWhitespace()
              .print(filter));
    }
    return text.toString().replace('"', '\'');
  }

  @Test
  void everyTermMustHold() throws Exception {
    FlowQuery query = FlowQuery.parse("verdict:dropped to.namespace:shop port:8000-8100");

    assertThat(filters(query.whitelist()))
        .isEqualTo(
            "{'destination_pod':['shop/'],'verdict':['DROPPED'],'source_port':['8000-8100']}"
                + "{'destination_pod':['shop/'],'verdict':['DROPPED'],'destination_port':['8000-8100']}");
    assertThat(query.blacklist()).isEmpty();
  }

  @Test
  void valuesOfOneKeyAreAlternativesWhereverTheyStand() throws Exception {
    FlowQuery query = FlowQuery.parse("to.port:80 verdict:dropped to.port:443,80");

    assertThat(query).isEqualTo(FlowQuery.parse("to.port:80,443 verdict:dropped"));
    assertThat(query.text()).isEqualTo("to.port:80,443 verdict:dropped");
    assertThat(filters(query.whitelist()))
        .isEqualTo("{'verdict':['DROPPED'],'destination_port':['80','443']}");
  }

  /**
   * In the command line {@code --not} joins them: there both must hold for a flow to be left out.
   */
  @Test
  void eachKeyThatIsLeftOutIsLeftOutByItself() throws Exception {
    FlowQuery query = FlowQuery.parse("not to.port:53 not protocol:icmp not to.port:123");

    assertThat(query.whitelist()).isEmpty();
    assertThat(filters(query.blacklist()))
        .isEqualTo("{'destination_port':['53','123']}{'protocol':['icmp']}");
    assertThat(query.command(NEVER, NEVER))
        .isEqualTo(
            "weir observe --not --to-port 53 --not --to-port 123"
                + " --denylist '{\"protocol\":[\"icmp\"]}'");
  }

  @Test
  void theCommandCanBePastedIntoAShell() throws Exception {
    FlowQuery query = FlowQuery.parse("path:\"^/it's, here$\" header:X:* from.pod:@x uuid:-1");

    assertThat(query.command(Optional.of("5m"), NEVER))
        .isEqualTo(
            "weir observe --since 5m --http-path '^/it'\\''s, here$' --http-header 'X:*'"
                + " --from-pod=@x --uuid=-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status:5xx | status:5xx | --http-status 5+",
        "status:50+ | status:50x | --http-status 50+",
        "status:404 | status:404 | --http-status 404",
        "VERDICT:Dropped | verdict:dropped | --verdict DROPPED",
        "http-status:4x | status:4xx | --http-status 4+",
        "reason:policy-denied | reason:policy_denied | --drop-reason-desc POLICY_DENIED",
        "reason:\"Policy denied\" | reason:policy_denied | --drop-reason-desc POLICY_DENIED",
        "flags:SYN,ack | flags:syn,ack | --tcp-flags syn --tcp-flags ack",
        "flags:syn+ACK | flags:syn+ack | --tcp-flags syn,ack",
        "namespace:* | namespace:* | --all-namespaces",
        "from.namespace:* | from.namespace:* | --from-all-namespaces",
        "encrypted:false | encrypted:false | --unencrypted",
        "interface:3 | interface:3 | --interface-index 3",
        "interface:eth0 | interface:eth0 | --interface eth0",
        "port:0080-80 | port:80 | --port 80",
        "identity:World | identity:world | --identity world",
        "method:get | method:GET | --http-method GET",
        "dns:*.Cluster.local. | dns:*.cluster.local | --dns-query '(?i)^.*\\.cluster\\.local\\.?$'",
        "dns:/^db/ | dns:/^db/ | --dns-query '^db'",
        "label:\"app=x,tier in (a,b)\" | label:\"app=x,tier in (a,b)\" | --label 'app=x,tier in (a,b)'",
        "type:Trace:to-endpoint | type:trace:to-endpoint | --type trace:to-endpoint",
        "from.workload:Deployment/cart | from.workload:Deployment/cart | --from-workload Deployment/cart",
        "ip:fd00::1/64 | ip:fd00::1/64 | --ip fd00::1/64",
        "trace:4bf92f | trace:4bf92f | --trace-id 4bf92f",
        "path:\\d+\\\\ | path:\\d+\\\\ | --http-path '\\d+\\\\'",
      })
  void aTermAndItsFlag(String typed, String canonical, String flag) throws Exception {
    FlowQuery query = FlowQuery.parse(typed);

    assertThat(query.text()).isEqualTo(canonical);
    assertThat(query.command(NEVER, NEVER)).isEqualTo("weir observe " + flag);
    assertThat(query.whitelist()).isNotEmpty();
  }

  @Test
  void quotesHoldWhatWouldEndAValue() throws Exception {
    FlowQuery query = FlowQuery.parse("uuid:\"a \\\"b\\\", \\d \\\\\",c");

    assertThat(query.terms().get(0).values()).containsExactly("a \"b\", \\d \\", "c");
    assertThat(FlowQuery.parse(query.text())).isEqualTo(query);
  }

  @Test
  void anEmptyQueryWantsEverything() throws Exception {
    assertThat(FlowQuery.parse("  ")).isEqualTo(FlowQuery.ALL);
    assertThat(FlowQuery.ALL.command(NEVER, NEVER)).isEqualTo("weir observe");
    assertThat(FlowQuery.ALL.whitelist()).isEmpty();
  }

  @Test
  void termsKnowWhereTheyStand() throws Exception {
    List<ParsedQuery.Placed> terms = ParsedQuery.parse(" port:80  not verdict:dropped").terms();

    assertThat(terms).extracting(ParsedQuery.Placed::at).containsExactly(1, 10);
    assertThat(terms).extracting(ParsedQuery.Placed::length).containsExactly(7, 19);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verdict:droped | 8 | 6 | dropped",
        "port:80 verdct:dropped | 8 | 6 | verdict",
        "port:80,99999 | 8 | 5 |",
        "port:90-80 | 5 | 5 |",
        "ip:10.0.0.0/33 | 3 | 11 |",
        "ip:example.com | 3 | 11 |",
        "checkout | 0 | 8 | pod:checkout",
        "verdict | 7 | 0 |",
        "verdict: | 8 | 0 |",
        "port:80, | 8 | 0 |",
        "port:80 not | 11 | 0 |",
        "not not port:80 | 4 | 3 | pod:not",
        "path:\"a | 5 | 2 | \"a\"",
        "path:\"a\"b | 8 | 1 |",
        "path:( | 5 | 1 |",
        "reason:policy_denid | 7 | 12 | policy_denied",
        "workload:shop/cart | 9 | 9 |",
        "status:600 | 7 | 3 |",
        "port:80 from.port:1 | 8 | 11 |",
        "encrypted:true,false | 0 | 20 |",
        "namespace:a pod:b/c | 12 | 7 |",
        "not service:b/c pod:a | 0 | 0 | none",
      })
  void errorsNameThePlace(String query, int at, int length, String suggestion) throws Exception {
    if ("none".equals(suggestion)) {
      assertThat(FlowQuery.parse(query).terms()).hasSize(2);
      return;
    }
    QueryException error = catchThrowableOfType(QueryException.class, () -> FlowQuery.parse(query));

    assertThat(error.at()).as(error.getMessage()).isEqualTo(at);
    assertThat(error.length()).as(error.getMessage()).isEqualTo(length);
    assertThat(error.suggestion()).isEqualTo(Optional.ofNullable(suggestion));
    assertThat(error).hasMessageContaining("(expected: " + error.expected() + ")");
  }

  @Test
  void anEndlessQueryIsRefused() {
    QueryException error =
        catchThrowableOfType(
            QueryException.class, () -> FlowQuery.parse(" ".repeat(QueryParser.LENGTH_MAX + 1)));

    assertThat(error).hasMessageStartingWith("8193 characters (expected: at most 8192)");
  }

  /** What Hubble's filters can ask, this language can. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "shop/x"})
  void everyFieldOfTheFilterIsReached(String name) throws Exception {
    Set<String> reached = new TreeSet<>();
    for (Key key : Key.ALL) {
      String value = Samples.of(key, name);
      for (FlowFilter filter :
          new FlowQuery(List.of(new Term(false, key, List.of(value)))).whitelist()) {
        filter.getAllFields().keySet().forEach(field -> reached.add(field.getName()));
      }
    }

    assertThat(reached)
        .isEqualTo(
            FlowFilter.getDescriptor().getFields().stream()
                .map(FieldDescriptor::getName)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void namesAreUnique() {
    assertThat(Key.ALL.stream().map(Key::name)).doesNotHaveDuplicates();
    assertThat(Key.ALL).allSatisfy(key -> assertThat(Key.named(key.flag())).contains(key));
  }
}
