package io.weir.relay.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.weir.hubble.flow.DNS;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.HTTP;
import io.weir.hubble.flow.HTTPHeader;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.Layer7;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.TCPFlags;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.flow.Workload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static final Flow FLOW =
      Flow.newBuilder()
          .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
          .setVerdict(Verdict.DROPPED)
          .setSource(
              Endpoint.newBuilder()
                  .setNamespace("shop")
                  .setIdentity(-1)
                  .addLabels("k8s:app=cart")
                  .addLabels("k8s:tier=web")
                  .addWorkloads(Workload.newBuilder().setName("cart").setKind("Deployment"))
                  .addWorkloads(Workload.newBuilder().setName("canary").setKind("Deployment")))
          .setL4(
              Layer4.newBuilder()
                  .setTCP(
                      TCP.newBuilder()
                          .setDestinationPort(443)
                          .setFlags(TCPFlags.newBuilder().setSYN(true))))
          .setL7(
              Layer7.newBuilder()
                  .setHttp(
                      HTTP.newBuilder()
                          .setCode(404)
                          .addHeaders(HTTPHeader.newBuilder().setKey("a").setValue("b"))))
          .setIsReply(BoolValue.of(false))
          .build();

  private static String text(String path) {
    return FieldPath.of(path, 0).text(FLOW);
  }

  @Test
  void valuesAreTextAsPeopleWriteIt() {
    assertThat(text("verdict")).isEqualTo("DROPPED");
    assertThat(text("source.namespace")).isEqualTo("shop");
    assertThat(text("l4.TCP.destination_port")).isEqualTo("443");
    assertThat(text("source.identity")).as("unsigned").isEqualTo("4294967295");
    assertThat(text("l7.http.code")).isEqualTo("404");
    assertThat(text("is_reply")).as("a wrapper is its value").isEqualTo("false");
    assertThat(text("time")).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(text("l4.TCP.flags")).isEqualTo("{\"SYN\":true}");
  }

  @Test
  void severalValuesAreJoined() {
    assertThat(text("source.labels")).isEqualTo("k8s:app=cart,k8s:tier=web");
    assertThat(text("source.workloads.name")).isEqualTo("cart,canary");
    assertThat(text("l7.http.headers")).isEqualTo("{\"key\":\"a\",\"value\":\"b\"}");
  }

  @Test
  void whatIsNotSetIsEmpty() {
    assertThat(text("destination.pod_name")).isEmpty();
    assertThat(text("l4.UDP.destination_port")).as("another protocol").isEmpty();
    assertThat(text("l7.dns.query")).isEmpty();
    assertThat(text("destination.workloads.name")).isEmpty();
    assertThat(text("traffic_direction")).isEqualTo("TRAFFIC_DIRECTION_UNKNOWN");
    assertThat(FieldPath.of("is_reply", 0).text(Flow.getDefaultInstance())).isEmpty();
  }

  @Test
  void whatANewerHubbleSendsHasAText() {
    Flow newer =
        Flow.newBuilder()
            .setVerdictValue(99)
            .setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
            .setExtensions(Any.pack(StringValue.of("who knows")))
            .setL7(Layer7.newBuilder().setDns(DNS.newBuilder().setQuery("a.\nb.")))
            .build();
    assertThat(FieldPath.of("verdict", 0).text(newer)).isEqualTo("99");
    assertThat(FieldPath.of("time", 0).text(newer)).contains("9223372036854775807");
    assertThat(FieldPath.of("extensions", 0).text(newer)).contains("StringValue");
  }

  @Test
  void aPathThatIsNotThereNamesThoseThatAre() {
    assertThatThrownBy(() -> FieldPath.of("source.pod", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "invalid field \"source.pod\" (by[2]): no \"pod\" in flow.Endpoint (expected one of: ID,")
        .hasMessageContaining("pod_name");
    assertThatThrownBy(() -> FieldPath.of("verdict.name", 0))
        .hasMessage(
            "invalid field \"verdict.name\" (by[0]): no \"name\" inside verdict, which is a plain value");
    for (String wrong : List.of("", "source.", ".source", "source..identity", "Source")) {
      assertThatThrownBy(() -> FieldPath.of(wrong, 0))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Every path there is, over flows with any content. */
  @Test
  void everyFieldOfAnyFlowHasAText() {
    List<FieldPath> paths = new ArrayList<>();
    addPaths(Flow.getDescriptor(), "", 0, paths);
    FilledMessages filled = new FilledMessages(7);
    for (int i = 0; i < 200; i++) {
      Flow flow = filled.next(Flow.getDefaultInstance());
      for (FieldPath path : paths) {
        assertThatCode(() -> path.text(flow))
            .as("%s of %s", path.path(), flow)
            .doesNotThrowAnyException();
      }
    }
  }

  private static void addPaths(Descriptor type, String prefix, int depth, List<FieldPath> paths) {
    for (FieldDescriptor field : type.getFields()) {
      paths.add(FieldPath.of(prefix + field.getName(), 0));
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && depth < 3) {
        addPaths(field.getMessageType(), prefix + field.getName() + ".", depth + 1, paths);
      }
    }
  }
}
