package io.weir.streams.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.ICMPv4;
import io.weir.hubble.flow.Layer4;
import io.weir.hubble.flow.TCP;
import io.weir.hubble.flow.Verdict;
import io.weir.streams.TestFlows;
import org.junit.jupiter.api.Test;

class DirectionTest {
  private static Flow ports(int source, int destination) {
    return Flow.newBuilder()
        .setL4(
            Layer4.newBuilder()
                .setTCP(TCP.newBuilder().setSourcePort(source).setDestinationPort(destination)))
        .build();
  }

  @Test
  void handshakeBeatsWhatConnectionTrackingSays() {
    assertThat(Direction.of(TestFlows.syn())).isEqualTo(new Direction(true, Direction.HANDSHAKE));
    assertThat(Direction.of(TestFlows.synAck()))
        .isEqualTo(new Direction(false, Direction.HANDSHAKE));
  }

  @Test
  void isReplyDecidesOtherPackets() {
    assertThat(Direction.of(TestFlows.ack())).isEqualTo(new Direction(true, Direction.TRACKED));
    assertThat(Direction.of(TestFlows.serverFin()))
        .isEqualTo(new Direction(false, Direction.TRACKED));
  }

  /** Captures of 2021 say reply=true or nothing. */
  @Test
  @SuppressWarnings("deprecation")
  void oldReplyCountsOnlyWhenItIsTrue() {
    Flow reply = ports(9080, 40_000).toBuilder().setReply(true).build();
    assertThat(Direction.of(reply)).isEqualTo(new Direction(false, Direction.TRACKED));
    assertThat(Direction.of(ports(40_000, 9080))).isEqualTo(new Direction(true, Direction.GUESS));
    assertThat(Direction.of(ports(9080, 40_000))).isEqualTo(new Direction(false, Direction.GUESS));
  }

  @Test
  void portsDecideByTheEphemeralRangeThenByTheLowerPort() {
    assertThat(Direction.of(ports(58_000, 30_080)).sourceIsClient()).isTrue();
    assertThat(Direction.of(ports(8080, 443)).sourceIsClient()).isTrue();
    assertThat(Direction.of(ports(443, 8080)).sourceIsClient()).isFalse();
  }

  @Test
  void droppedPacketIsTakenForTheOpeningDirection() {
    Flow dropped = ports(80, 40_000).toBuilder().setVerdict(Verdict.DROPPED).build();
    assertThat(Direction.of(dropped)).isEqualTo(new Direction(true, Direction.DROPPED));
  }

  @Test
  void echoReplyComesFromTheServer() {
    Flow.Builder icmp = Flow.newBuilder();
    Flow echo = icmp.setL4(Layer4.newBuilder().setICMPv4(ICMPv4.newBuilder().setType(8))).build();
    Flow reply = icmp.setL4(Layer4.newBuilder().setICMPv4(ICMPv4.newBuilder().setType(0))).build();
    assertThat(Direction.of(echo).sourceIsClient()).isTrue();
    assertThat(Direction.of(reply).sourceIsClient()).isFalse();
  }
}
