package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.event.v1.FlowEvent;
import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FieldReaderTest {
  private static final int MESSAGES = 300;

  private static final List<String> PATHS =
      List.of(
          "header",
          "loss",
          "loss.count",
          "loss.stage",
          "flow",
          "flow.IP",
          "flow.IP.source",
          "flow.IP.encrypted",
          "flow.l4",
          "flow.source",
          "flow.source.ID",
          "flow.source.pod_name",
          "flow.source.labels",
          "flow.l7",
          "flow.verdict",
          "flow.egress_denied_by",
          "flow.Summary");

  private static FieldReader reader(List<String> paths, boolean shared) {
    List<FieldReader.Field> fields = new ArrayList<>();
    for (int slot = 0; slot < paths.size(); slot++) {
      fields.add(new FieldReader.Field(slot, paths.get(slot), shared));
    }
    return Codecs.flows().fields(fields);
  }

  private static boolean isPart(String path) {
    return PATHS.stream().anyMatch(other -> other.startsWith(path + "."));
  }

  /** The plain meaning: the message without what no path selects. */
  private static Message selected(Message message, String prefix) {
    Message.Builder kept = message.newBuilderForType();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      String path = prefix + field.getName();
      if (isPart(path)) {
        kept.setField(field, selected((Message) entry.getValue(), path + "."));
      } else if (PATHS.contains(path)) {
        kept.setField(field, entry.getValue());
      }
    }
    return kept.build();
  }

  /** Puts what it is told into a message. */
  private static final class Assembled implements FieldReader.Sink {
    private final FlowEvent.Builder event = FlowEvent.newBuilder();

    @Override
    public void number(int slot, long value) {
      FieldDescriptor field = field(slot);
      Object converted =
          switch (field.getJavaType()) {
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown((int) value);
            case BOOLEAN -> value == 1;
            case INT -> (int) value;
            default -> value;
          };
      parent(slot).setField(field, converted);
    }

    @Override
    public void text(int slot, String text) {
      put(slot, text);
    }

    @Override
    public void message(int slot, Message message) {
      put(slot, message);
    }

    @Override
    public void present(int slot) {
      builder(PATHS.get(slot));
    }

    private void put(int slot, Object value) {
      FieldDescriptor field = field(slot);
      if (field.isRepeated()) {
        parent(slot).addRepeatedField(field, value);
      } else {
        parent(slot).setField(field, value);
      }
    }

    private FieldDescriptor field(int slot) {
      String path = PATHS.get(slot);
      String name = path.substring(path.lastIndexOf('.') + 1);
      return parent(slot).getDescriptorForType().findFieldByName(name);
    }

    private Message.Builder parent(int slot) {
      String path = PATHS.get(slot);
      return path.contains(".") ? builder(path.substring(0, path.lastIndexOf('.'))) : event;
    }

    private Message.Builder builder(String path) {
      Message.Builder at = event;
      for (String name : path.split("\\.", -1)) {
        at = at.getFieldBuilder(at.getDescriptorForType().findFieldByName(name));
      }
      return at;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EVERYTHING", "SOME"})
  void tellsWhatIsSelectedAndNothingElse(Fill fill) throws Exception {
    for (boolean shared : new boolean[] {false, true}) {
      FieldReader reader = reader(PATHS, shared);
      MessageGenerator generator = new MessageGenerator(7, fill);
      for (int i = 0; i < MESSAGES; i++) {
        FlowEvent event = generator.next(FlowEvent.getDefaultInstance());
        Assembled read = new Assembled();
        read(reader, Codecs.flows().encode(event), read);
        assertThat(read.event.build())
            .as("message %d of seed 7, %s, shared: %s", i, fill, shared)
            .isEqualTo(selected(event, ""));
      }
    }
  }

  /** Keeps the one endpoint that it is told. */
  private static final class LastMessage implements FieldReader.Sink {
    private Message message = Flow.getDefaultInstance();

    @Override
    public void number(int slot, long value) {}

    @Override
    public void text(int slot, String text) {}

    @Override
    public void message(int slot, Message told) {
      message = told;
    }

    @Override
    public void present(int slot) {}
  }

  @Test
  void sharedValuesAreOneObject_alsoOfTwoFieldsOfAType() throws Exception {
    FieldReader source = reader(List.of("flow.source", "flow.destination"), true);
    Endpoint web = Endpoint.newBuilder().setPodName("web-1").setNamespace("shop").build();
    LastMessage first = new LastMessage();
    LastMessage second = new LastMessage();
    read(source, bytes(Flow.newBuilder().setSource(web)), first);
    read(source, bytes(Flow.newBuilder().setDestination(web).setUuid("other")), second);
    assertThat(first.message).isEqualTo(web);
    assertThat(second.message).isSameAs(first.message);
  }

  @Test
  void manyMoreValuesThanAreKeptAreStillReadRight() throws Exception {
    FieldReader reader = reader(List.of("flow.source"), true);
    for (int i = 0; i < 100_000; i++) {
      Endpoint pod = Endpoint.newBuilder().setID(i % 60_000).setPodName("pod-" + i % 7).build();
      LastMessage read = new LastMessage();
      read(reader, bytes(Flow.newBuilder().setSource(pod)), read);
      assertThat(read.message).isEqualTo(pod);
    }
  }

  @Test
  void longValuesAreReadAndNotKept() throws Exception {
    FieldReader reader = reader(List.of("flow.source"), true);
    Endpoint large =
        Endpoint.newBuilder().setPodName("x".repeat(SharedValues.LENGTH_MAX + 1)).build();
    LastMessage first = new LastMessage();
    LastMessage second = new LastMessage();
    read(reader, bytes(Flow.newBuilder().setSource(large)), first);
    read(reader, bytes(Flow.newBuilder().setSource(large)), second);
    assertThat(second.message).isEqualTo(large).isNotSameAs(first.message);
  }

  /** The value stands among other bytes, which are none of the reader's business. */
  private static void read(FieldReader reader, byte[] value, FieldReader.Sink sink)
      throws MalformedEventException {
    byte[] among = new byte[value.length + 5];
    Arrays.fill(among, (byte) 0x7e);
    System.arraycopy(value, 0, among, 3, value.length);
    reader.read(among, 3, value.length, sink);
  }

  private static byte[] bytes(Flow.Builder flow) {
    return Codecs.flows().encode(FlowEvent.newBuilder().setFlow(flow).build());
  }

  /** Whoever hands the bytes on relies on it. */
  @Test
  void refusesWhatIsCutShort_alsoWithinFieldsThatItReadsOver() throws Exception {
    byte[] bytes =
        bytes(
            Flow.newBuilder()
                .setDestination(Endpoint.newBuilder().addLabels("k8s:app=web"))
                .setSummary("last"));
    FieldReader reader = reader(List.of("flow.IP"), false);
    read(reader, bytes, new LastMessage());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(reader, cut, new LastMessage()))
          .as("the first %d bytes", length)
          .isInstanceOf(MalformedEventException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> read(reader, longer, new LastMessage()))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("1 bytes left over at offset " + (3 + bytes.length));
  }

  @Test
  void textThatIsNoUtf8IsRefusedInWantedFields() throws Exception {
    byte[] bytes = bytes(Flow.newBuilder().setNodeName("nöde"));
    byte[] broken = bytes.clone();
    for (int i = 0; i < broken.length; i++) {
      if (broken[i] == (byte) 0xc3 && i > 1) {
        broken[i] = (byte) 0xff;
      }
    }
    for (boolean shared : new boolean[] {false, true}) {
      FieldReader reader = reader(List.of("flow.node_name"), shared);
      assertThatThrownBy(() -> read(reader, broken, new LastMessage()))
          .isInstanceOf(MalformedEventException.class)
          .hasMessageContaining("expected: UTF-8");
    }
    read(reader(List.of("flow.uuid"), false), broken, new LastMessage());
  }

  @Test
  void aPathWithoutAFieldIsAMistake() {
    assertThatThrownBy(() -> reader(List.of("flow.IP.sauce"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fields: [sauce] (expected: of flow.IP)");
  }

  @Test
  void aPathThatCannotBeReadAloneIsAMistake() {
    assertThatThrownBy(() -> reader(List.of("flow.egress_denied_by.name"), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field: flow.Flow.egress_denied_by (expected: of a list, whole messages)");
  }
}
