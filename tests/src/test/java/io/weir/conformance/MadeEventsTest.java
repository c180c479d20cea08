package io.weir.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.weir.hubble.flow.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeEventsTest {
  private static final List<Flow> FLOWS = new MadeEvents(7).flows(World.MADE_FLOWS);

  /** Every path of a flow, through all messages and oneofs, has several values. */
  @Test
  void everyFieldOfAFlowIsSetAndVaried() {
    Map<String, Set<Object>> values = new HashMap<>();
    addPaths(Flow.getDescriptor(), "", values);
    FLOWS.forEach(flow -> addValues(flow, "", values));
    values.forEach(
        (path, seen) -> {
          // An extension carries bytes of whatever type; one is enough.
          int least = path.startsWith("extensions") ? 1 : 2;
          assertThat(seen).as(path).hasSizeGreaterThanOrEqualTo(least);
        });
  }

  @Test
  void sameSeedSameFlows() {
    assertThat(new MadeEvents(7).flows(50)).isEqualTo(FLOWS.subList(0, 50));
    assertThat(new MadeEvents(8).flows(50)).isNotEqualTo(FLOWS.subList(0, 50));
  }

  private static void addPaths(Descriptor type, String prefix, Map<String, Set<Object>> values) {
    for (FieldDescriptor field : type.getFields()) {
      String path = prefix + field.getName();
      values.put(path, new HashSet<>());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        addPaths(field.getMessageType(), path + ".", values);
      }
    }
  }

  /** Absence counts as the value that it stands for. */
  private static void addValues(Message message, String prefix, Map<String, Set<Object>> values) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String path = prefix + field.getName();
      values.get(path).add(message.getField(field));
      if (field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        ((List<?>) message.getField(field))
            .forEach(value -> addValues((Message) value, path + ".", values));
      } else if (!field.isRepeated()
          && message.hasField(field)
          && field.hasPresence()
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        addValues((Message) message.getField(field), path + ".", values);
      }
    }
  }
}
