package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartialDecoderTest {
  private static final int MESSAGES = 300;

  private static final List<String> PATHS =
      List.of(
          "header",
          "loss.count",
          "flow.IP.source",
          "flow.l4",
          "flow.source.pod_name",
          "flow.l7.http.headers",
          "flow.egress_denied_by.name",
          "flow.Summary");

  /** The plain meaning: the message without what no path selects. */
  private static Message selected(Message message, String prefix) {
    Message.Builder kept = message.newBuilderForType();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      String path = prefix + field.getName();
      if (PATHS.contains(path)) {
        kept.setField(field, entry.getValue());
      } else if (PATHS.stream().anyMatch(one -> one.startsWith(path + "."))) {
        if (field.isRepeated()) {
          ((List<?>) entry.getValue())
              .forEach(one -> kept.addRepeatedField(field, selected((Message) one, path + ".")));
        } else {
          kept.setField(field, selected((Message) entry.getValue(), path + "."));
        }
      }
    }
    return kept.build();
  }

  @Test
  void readsWhatIsSelectedAndNothingElse() throws Exception {
    PartialDecoder<FlowEvent> decoder = Codecs.flows().only(PATHS);
    for (Fill fill : new Fill[] {Fill.EVERYTHING, Fill.SOME}) {
      MessageGenerator generator = new MessageGenerator(7, fill);
      for (int i = 0; i < MESSAGES; i++) {
        FlowEvent event = (FlowEvent) generator.next(FlowEvent.getDefaultInstance());
        assertThat(decoder.decode(Codecs.flows().encode(event)))
            .as("message %d of seed 7, %s", i, fill)
            .isEqualTo(selected(event, ""));
      }
    }
  }

  /** Whoever hands the bytes on relies on it. */
  @Test
  void refusesWhatIsCutShort_alsoWithinFieldsThatItReadsOver() throws Exception {
    FlowEvent event =
        FlowEvent.newBuilder()
            .setFlow(
                Flow.newBuilder()
                    .setDestination(Endpoint.newBuilder().addLabels("k8s:app=web"))
                    .setSummary("last"))
            .build();
    byte[] bytes = Codecs.flows().encode(event);
    PartialDecoder<FlowEvent> decoder = Codecs.flows().only(List.of("flow.IP"));
    assertThat(decoder.decode(bytes).hasFlow()).isTrue();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> decoder.decode(cut))
          .as("the first %d bytes", length)
          .isInstanceOf(MalformedEventException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> decoder.decode(longer)).isInstanceOf(MalformedEventException.class);
  }

  @Test
  void aPathWithoutAFieldIsAMistake() {
    assertThatThrownBy(() -> Codecs.flows().only(List.of("flow.IP.sauce")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fields: [sauce] (expected: of flow.IP)");
  }
}
