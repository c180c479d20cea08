package io.weir.relay.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.event.v1.Dns;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.Loss;
import io.weir.event.v1.Probe;
import io.weir.event.v1.Resource;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Workload;
import io.weir.hubble.relay.NodeStatusEvent;
import io.weir.ingest.v1.Event;
import io.weir.relay.TestEvents;
import io.weir.topic.Topic;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
  private static final EventHeader HEADER =
      EventHeader.newBuilder().setNode("kind/node-1").setCollector("c").setSeq(7).build();

  @Test
  void bothDirectionsOfAConnectionShareAKey() {
    Flow there = TestEvents.flow(1).getFlow();
    Flow.Builder back = there.toBuilder();
    back.getIPBuilder().setSource("10.0.0.2").setDestination("10.0.0.1");
    back.getL4Builder().getTCPBuilder().setSourcePort(8080).setDestinationPort(1_025);
    TopicRecord one = EventRecords.of(HEADER, TestEvents.flow(1));
    TopicRecord other = EventRecords.of(HEADER, TestEvents.event().setFlow(back).build());
    assertThat(one.topic()).isEqualTo(Topic.FLOWS);
    assertThat(one.key()).hasSize(8).isEqualTo(other.key());
  }

  @Test
  void valueIsTheEventWithItsHeader() throws Exception {
    TopicRecord record = EventRecords.of(HEADER, TestEvents.flow(1));
    var decoded = Codecs.flows().decode(record.value());
    assertThat(decoded.getHeader()).isEqualTo(HEADER);
    assertThat(decoded.getFlow()).isEqualTo(TestEvents.flow(1).getFlow());
  }

  @Test
  void lossAndNodeStatusGoWithTheFlowsOfTheirNode() throws Exception {
    TopicRecord loss =
        EventRecords.of(HEADER, TestEvents.event().setLoss(Loss.newBuilder().setCount(3)).build());
    TopicRecord status =
        EventRecords.of(
            HEADER,
            TestEvents.event()
                .setNodeStatus(NodeStatusEvent.newBuilder().addNodeNames("node-1"))
                .build());
    assertThat(loss.topic()).isEqualTo(Topic.FLOWS);
    assertThat(status.topic()).isEqualTo(Topic.FLOWS);
    assertThat(loss.key()).hasSize(8).isEqualTo(status.key());
    assertThat(Codecs.flows().decode(loss.value()).getLoss().getCount()).isEqualTo(3);
  }

  @Test
  void dnsGoesByClientWorkloadElsePodElseAddress() {
    Endpoint.Builder client = Endpoint.newBuilder().setClusterName("kind").setNamespace("shop");
    assertThat(key(dns(Endpoint.getDefaultInstance()))).isEqualTo("10.0.0.9");
    assertThat(key(dns(client.setPodName("cart-1").build()))).isEqualTo("kind/shop/Pod/cart-1");
    client.addWorkloads(Workload.newBuilder().setKind("Deployment").setName("cart"));
    assertThat(key(dns(client.build()))).isEqualTo("kind/shop/Deployment/cart");
  }

  @Test
  void probesGoByIdResourcesByEntityDiscardedByOrigin() {
    assertThat(key(TestEvents.event().setProbe(Probe.newBuilder().setId("p1")).build()))
        .isEqualTo("p1");
    assertThat(
            key(
                TestEvents.event()
                    .setResource(Resource.newBuilder().setCgroup("/system.slice/ssh.service"))
                    .build()))
        .isEqualTo("kind/node-1/system.slice/ssh.service");
    assertThat(
            key(
                TestEvents.event()
                    .setDiscarded(Discarded.newBuilder().setOrigin("flows.jsonl:3"))
                    .build()))
        .isEqualTo("flows.jsonl:3");
  }

  private static Event dns(Endpoint client) {
    return TestEvents.event()
        .setDns(Dns.newBuilder().setClient(client).setClientIp("10.0.0.9"))
        .build();
  }

  private static String key(Event event) {
    return new String(EventRecords.of(HEADER, event).key(), StandardCharsets.UTF_8);
  }
}
