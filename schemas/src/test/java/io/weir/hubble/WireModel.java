package io.weir.hubble;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What others see of compiled descriptors: per message, enum and service the members with number,
 * type, label and JSON name, for example {@code message flow.Flow -> IP -> "5 flow.IP json=IP"}.
 */
final class WireModel {
  private final Map<String, Map<String, String>> types = new TreeMap<>();

  private WireModel() {}

  static Map<String, Map<String, String>> of(List<FileDescriptor> files) {
    WireModel model = new WireModel();
    for (FileDescriptor file : files) {
      file.getMessageTypes().forEach(model::add);
      file.getEnumTypes().forEach(model::add);
      file.getServices().forEach(model::add);
    }
    return model.types;
  }

  private void add(Descriptor message) {
    Map<String, String> fields = new TreeMap<>();
    message.getFields().forEach(field -> fields.put(field.getName(), describe(field)));
    types.put("message " + message.getFullName(), fields);
    message.getNestedTypes().forEach(this::add);
    message.getEnumTypes().forEach(this::add);
  }

  private static String describe(FieldDescriptor field) {
    String label = field.isRepeated() ? "repeated " : "";
    String oneof =
        field.getContainingOneof() == null ? "" : " oneof " + field.getContainingOneof().getName();
    return field.getNumber() + " " + label + type(field) + oneof + " json=" + field.getJsonName();
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> {
        FieldDescriptorProto.Type type = field.toProto().getType();
        yield type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
      }
    };
  }

  private void add(EnumDescriptor type) {
    Map<String, String> values = new TreeMap<>();
    type.getValues()
        .forEach(value -> values.put(value.getName(), Integer.toString(value.getNumber())));
    types.put("enum " + type.getFullName(), values);
  }

  private void add(ServiceDescriptor service) {
    Map<String, String> methods = new TreeMap<>();
    service.getMethods().forEach(method -> methods.put(method.getName(), describe(method)));
    types.put("service " + service.getFullName(), methods);
  }

  private static String describe(MethodDescriptor method) {
    return (method.isClientStreaming() ? "stream " : "")
        + method.getInputType().getFullName()
        + " -> "
        + (method.isServerStreaming() ? "stream " : "")
        + method.getOutputType().getFullName();
  }
}
