package io.weir.streams.replay;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where two messages of one type differ, field by field, in words. */
final class FieldDifferences {
  private final List<String> words = new ArrayList<>();

  private FieldDifferences() {}

  /** One line for each field, in order of the schema; none when they are equal. */
  static List<String> of(Message live, Message replayed) {
    FieldDifferences differences = new FieldDifferences();
    differences.compare("", live, replayed);
    return Collections.unmodifiableList(differences.words);
  }

  private void compare(String prefix, Message live, Message replayed) {
    for (FieldDescriptor field : live.getDescriptorForType().getFields()) {
      String name = prefix + field.getName();
      Object a = live.getField(field);
      Object b = replayed.getField(field);
      if (a.equals(b)) {
        continue;
      }
      if (field.isRepeated() && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        compareLists(name, elements(a), elements(b));
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        compare(name + ".", (Message) a, (Message) b);
      } else {
        words.add(name + ": " + both(field, a, b));
      }
    }
  }

  /** Elements that go by the same names are one and the same. */
  private void compareLists(String name, Map<String, Message> live, Map<String, Message> replayed) {
    TreeSet<String> names = new TreeSet<>(live.keySet());
    names.addAll(replayed.keySet());
    for (String one : names) {
      Message a = live.get(one);
      Message b = replayed.get(one);
      Message some = a == null ? b : a;
      if (some != null) {
        Message none = some.getDefaultInstanceForType();
        compareNumbers(name + "[" + one + "]", a == null ? none : a, b == null ? none : b);
      }
    }
  }

  private void compareNumbers(String name, Message live, Message replayed) {
    for (FieldDescriptor field : live.getDescriptorForType().getFields()) {
      Object a = live.getField(field);
      Object b = replayed.getField(field);
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING || a.equals(b)) {
        continue;
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        compareLists(name + "." + field.getName(), elements(a), elements(b));
      } else {
        words.add(name + "." + field.getName() + ": " + both(field, a, b));
      }
    }
  }

  private static Map<String, Message> elements(Object list) {
    Map<String, Message> byName = new TreeMap<>();
    for (Object element : (List<?>) list) {
      Message message = (Message) element;
      byName.put(name(message), message);
    }
    return byName;
  }

  private static String name(Message message) {
    return message.getDescriptorForType().getFields().stream()
        .filter(field -> !field.isRepeated())
        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING)
        .map(field -> (String) message.getField(field))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String both(FieldDescriptor field, Object live, Object replayed) {
    return "live " + text(field, live) + ", replay " + text(field, replayed);
  }

  private static String text(FieldDescriptor field, Object value) {
    if (value instanceof ByteString bytes) {
      return bytes.isEmpty() ? "none" : "another one of " + bytes.size() + " bytes";
    }
    if (value instanceof Long ns && field.getName().endsWith("_ns")) {
      return ns == 0 ? "none" : Instant.ofEpochSecond(0, ns).toString();
    }
    if (value instanceof String string) {
      return string.isEmpty() ? "none" : string;
    }
    return value.toString();
  }
}
