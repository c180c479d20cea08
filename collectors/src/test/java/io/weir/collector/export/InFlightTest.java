package io.weir.collector.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.weir.collector.spool.SpooledBatch;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();

  private static SpooledBatch batch(String run, long firstSeq, int count) {
    return new SpooledBatch(run, firstSeq, count, ByteString.EMPTY);
  }

  @Test
  void countsWhatIsNotAcknowledged() {
    inFlight.sent(batch("a", 1, 10));
    inFlight.sent(batch("a", 11, 10));
    inFlight.sent(batch("b", 1, 5));

    assertThat(inFlight.ack("a", 15)).hasValue(15);
    assertThat(inFlight.events()).isEqualTo(10);
    assertThat(inFlight.ack("b", 5)).hasValue(5);
    assertThat(inFlight.ack("a", 20)).hasValue(20);
    assertThat(inFlight.events()).isZero();
  }

  @Test
  void repeatedAndUnknownAcknowledgementsAreNothingNew() {
    inFlight.sent(batch("a", 1, 10));
    inFlight.ack("a", 10);

    assertThat(inFlight.ack("a", 10)).isEmpty();
    assertThat(inFlight.ack("a", 3)).isEmpty();
    assertThat(inFlight.ack("b", 3)).isEmpty();
    assertThat(inFlight.events()).isZero();
  }

  /** A relay's mistake must not make us forget events that it never got. */
  @Test
  void acknowledgementsReachNoFurtherThanWhatWasSent() {
    inFlight.sent(batch("a", 1, 10));

    assertThat(inFlight.ack("a", 1000)).hasValue(10);
  }

  @Test
  void seesGapsWithinTheStreamAlone() {
    assertThat(inFlight.leavesGap(batch("a", 41, 1))).isFalse();
    inFlight.sent(batch("a", 41, 1));

    assertThat(inFlight.leavesGap(batch("a", 42, 1))).isFalse();
    assertThat(inFlight.leavesGap(batch("a", 43, 1))).isTrue();
  }
}
