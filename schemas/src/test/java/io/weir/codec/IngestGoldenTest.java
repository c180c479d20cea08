package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.event.v1.Loss;
import io.weir.event.v1.NodeReport;
import io.weir.event.v1.NodeReport.SeenNode;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.Verdict;
import io.weir.hubble.relay.NodeState;
import io.weir.ingest.v1.Ack;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Credit;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.Hello;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Collectors and relays of different versions meet, so these bytes must keep their meaning. */
class IngestGoldenTest {
  private static final SendRequest HELLO =
      SendRequest.newBuilder()
          .setHello(Hello.newBuilder().setNode("prod/n1").setVersion("0.1.0").addSources("sockets"))
          .build();
  private static final SendRequest BATCH =
      SendRequest.newBuilder()
          .setBatch(
              Batch.newBuilder()
                  .setCollector("run-1")
                  .setFirstSeq(41)
                  .addEvents(
                      Event.newBuilder()
                          .setObservedAtNs(1_700_000_000_000_000_001L)
                          .setSource("sockets")
                          .setSampling(1)
                          .setFlow(Flow.newBuilder().setVerdict(Verdict.DROPPED)))
                  .addEvents(
                      Event.newBuilder()
                          .setObservedAtNs(2)
                          .setSource("spool")
                          .setNode("prod/n2")
                          .setLoss(Loss.newBuilder().setStage("spool").setCount(7))))
          .build();

  private static final SendRequest REPORT =
      SendRequest.newBuilder()
          .setReport(
              NodeReport.newBuilder()
                  .setId("c1")
                  .setNode("prod/n1")
                  .setCollector("run-1")
                  .setStartedAtNs(1)
                  .setReportedAtNs(2)
                  .setPeriodNs(3)
                  .addNodes(
                      SeenNode.newBuilder()
                          .setName("prod/n2")
                          .setSeenFlows(7)
                          .setFlowsRate(0.5)
                          .setState(NodeState.NODE_UNAVAILABLE))
                  .setNodesUnlisted(4)
                  .setEnding(true))
          .build();

  @Test
  void reportsAreTheseBytes() throws Exception {
    golden(
        REPORT,
        "1a360a026331120770726f642f6e311a0572756e2d3130013802400352160a0770726f642f6e32100719000000000000e03f300258046001",
        SendRequest.parser()::parseFrom);
    golden(
        SendResponse.newBuilder()
            .setCredit(Credit.newBuilder().setEvents(1000).setReports(true))
            .build(),
        "0a0508e8071001",
        SendResponse.parser()::parseFrom);
  }

  @Test
  void requestsAreTheseBytes() throws Exception {
    golden(
        HELLO,
        "0a190a0770726f642f6e311205302e312e301a07736f636b657473",
        SendRequest.parser()::parseFrom);
    golden(
        BATCH,
        "12430a0572756e2d3110291a19088180a8b1e39fe7cb1712"
            + "07736f636b6574731801520210021a1d0802120573706f6f6c"
            + "220770726f642f6e325a090a0573706f6f6c1807",
        SendRequest.parser()::parseFrom);
  }

  @Test
  void responsesAreTheseBytes() throws Exception {
    golden(
        SendResponse.newBuilder().setCredit(Credit.newBuilder().setEvents(1000)).build(),
        "0a0308e807",
        SendResponse.parser()::parseFrom);
    golden(
        SendResponse.newBuilder().setAck(Ack.newBuilder().setCollector("run-1").setSeq(42)).build(),
        "12090a0572756e2d31102a",
        SendResponse.parser()::parseFrom);
  }

  private interface Parser<T> {
    T parse(byte[] bytes) throws Exception;
  }

  private static <T extends com.google.protobuf.Message> void golden(
      T message, String hex, Parser<T> parser) throws Exception {
    assertThat(HexFormat.of().formatHex(message.toByteArray())).isEqualTo(hex);
    assertThat(parser.parse(HexFormat.of().parseHex(hex))).isEqualTo(message);
  }
}
