package io.weir.dashboards.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.observer.GetFlowsResponse;
import org.junit.jupiter.api.Test;

class FlowJsonTest {
  private static GetFlowsResponse answer(Flow.Builder flow) {
    return GetFlowsResponse.newBuilder().setFlow(flow).setNodeName("n1").build();
  }

  @Test
  void aFlowIsOneLineWithTheNamesOfTheContract() {
    assertThat(FlowJson.line(answer(Flow.newBuilder().setUuid("u").setNodeName("n1"))))
        .isEqualTo("{\"flow\":{\"node_name\":\"n1\",\"uuid\":\"u\"},\"node_name\":\"n1\"}");
  }

  @Test
  void anExtensionThatNobodyKnowsIsShownAsItsBytes() {
    Any unknown =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/somebody.Else")
            .setValue(ByteString.copyFrom(new byte[] {1, 2, 3}))
            .build();
    assertThat(FlowJson.line(answer(Flow.newBuilder().setUuid("u").setExtensions(unknown))))
        .contains("\"uuid\":\"u\"")
        .contains(
            "\"extensions\":{\"@type\":\"type.googleapis.com/somebody.Else\",\"value\":\"AQID\"}")
        .contains("\"node_name\":\"n1\"");
  }
}
