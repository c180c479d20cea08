package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.weir.hubble.observer.GetFlowsRequest;
import io.weir.hubble.observer.GetFlowsResponse;
import io.weir.hubble.relay.NodeStatusEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** After a break: nothing twice, nothing left out. */
class ResumptionTest {
  private static final Instant START = Instant.parse("2026-01-05T10:00:00Z");
  private static final GetFlowsRequest FOLLOW =
      GetFlowsRequest.newBuilder().setFollow(true).build();

  private static GetFlowsResponse at(double seconds, String uuid) {
    Instant time = START.plusNanos((long) (seconds * 1e9));
    GetFlowsResponse.Builder response =
        GetFlowsResponse.newBuilder().setTime(Times.timestamp(time));
    response.getFlowBuilder().setTime(Times.timestamp(time)).setUuid(uuid);
    return response.build();
  }

  /** Seconds since the start. */
  private static double since(GetFlowsRequest request) {
    return (Timestamps.toNanos(request.getSince()) - START.getEpochSecond() * 1_000_000_000L) / 1e9;
  }

  @Test
  void asksForSomeSecondsAgain_andLeavesOutWhatItHad() {
    Resumption resumption = new Resumption(FOLLOW, START);
    for (int i = 0; i <= 30; i++) {
      assertThat(resumption.isNew(at(i, "u" + i))).isTrue();
    }
    GetFlowsRequest resumed = resumption.resume();
    assertThat(since(resumed)).isEqualTo(20);
    assertThat(resumed.getFollow()).isTrue();
    assertThat(resumption.isNew(at(20, "u20"))).isFalse();
    assertThat(resumption.isNew(at(25.5, "late"))).as("arrived while we were away").isTrue();
    assertThat(resumption.isNew(at(30, "u30"))).isFalse();
    assertThat(resumption.isNew(at(31, "u31"))).isTrue();
    assertThat(resumption.resume()).extracting(ResumptionTest::since).isEqualTo(21.0);
    assertThat(resumption.isNew(at(25.5, "late"))).as("also after a second break").isFalse();
    assertThat(resumption.isNew(at(25, "u25"))).isFalse();
  }

  /** Hubble's agents may send no uuid; then the bytes tell, and equal events are counted. */
  @Test
  void equalEventsAreToldApartByTheirNumber() {
    Resumption resumption = new Resumption(FOLLOW, START);
    assertThat(resumption.isNew(at(1, ""))).isTrue();
    assertThat(resumption.isNew(at(1, ""))).isTrue();
    resumption.resume();
    assertThat(resumption.isNew(at(1, ""))).isFalse();
    assertThat(resumption.isNew(at(1, ""))).isFalse();
    assertThat(resumption.isNew(at(1, ""))).as("a third one").isTrue();
  }

  /** {@code --last 1 -f} must not show after a break what it did not show before. */
  @Test
  void goesNotBackBehindTheFirstEvent() {
    Resumption resumption =
        new Resumption(FOLLOW.toBuilder().setNumber(1).build(), START.plusSeconds(100));
    resumption.isNew(at(50, "first"));
    GetFlowsRequest resumed = resumption.resume();
    assertThat(since(resumed)).isEqualTo(50);
    assertThat(resumed.getNumber()).isZero();
  }

  @Test
  void beforeAnythingArrived_asksAgainOrFromTheStart() {
    assertThat(since(new Resumption(FOLLOW, START.plusSeconds(3)).resume())).isEqualTo(3);
    GetFlowsRequest last = FOLLOW.toBuilder().setNumber(5).build();
    assertThat(new Resumption(last, START).resume()).isEqualTo(last);
    GetFlowsRequest since = FOLLOW.toBuilder().setSince(Times.timestamp(START)).build();
    assertThat(new Resumption(since, START.plusSeconds(9)).resume()).isEqualTo(since);
  }

  /** What is forgotten is not asked for again: no doubles, whatever the rate. */
  @Test
  void memoryIsBounded() {
    Resumption resumption = new Resumption(FOLLOW, START, 3);
    for (int i = 0; i < 9; i++) {
      resumption.isNew(at(i * 0.25, "u" + i));
    }
    assertThat(since(resumption.resume())).isEqualTo(1.250000001);
    assertThat(resumption.isNew(at(1.5, "u6"))).isFalse();
    assertThat(resumption.isNew(at(2, "u8"))).isFalse();
  }

  @Test
  void nodeStatusBelongsToTheConnection() {
    Resumption resumption = new Resumption(FOLLOW, START);
    GetFlowsResponse status =
        GetFlowsResponse.newBuilder().setNodeStatus(NodeStatusEvent.getDefaultInstance()).build();
    assertThat(resumption.isNew(status)).isTrue();
    resumption.resume();
    assertThat(resumption.isNew(status)).isTrue();
  }
}
