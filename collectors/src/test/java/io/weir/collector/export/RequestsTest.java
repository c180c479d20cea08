package io.weir.collector.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.collector.spool.SpooledBatch;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.Event;
import io.weir.ingest.v1.SendRequest;
import org.junit.jupiter.api.Test;

class RequestsTest {
  @Test
  void encodesWhatTheGeneratedClassesWould() throws Exception {
    Batch events =
        Batch.newBuilder()
            .addEvents(Event.newBuilder().setObservedAtNs(1).setSource("a"))
            .addEvents(Event.newBuilder().setObservedAtNs(2).setSource("b"))
            .build();
    SendRequest expected =
        SendRequest.newBuilder()
            .setBatch(events.toBuilder().setCollector("run").setFirstSeq(41))
            .build();

    byte[] request = Requests.batch(new SpooledBatch("run", 41, 2, events.toByteString()));

    assertThat(SendRequest.parseFrom(request)).isEqualTo(expected);
    assertThat(request).isEqualTo(expected.toByteArray());
  }
}
