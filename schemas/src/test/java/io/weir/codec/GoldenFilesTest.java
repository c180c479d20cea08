package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import io.weir.codec.MessageGenerator.Fill;
import io.weir.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events as earlier versions wrote them: for each version a folder with {@code NAME.avro} (a topic
 * value), {@code NAME.json} (what it says) and {@code NAME.avsc} (its schema). Files of a version
 * are never changed once it is released; {@code -Dweir.golden.write=v2} makes the files of a new
 * one.
 */
class GoldenFilesTest {
  private static final TypeRegistry EXTENSIONS =
      TypeRegistry.newBuilder().add(StringValue.getDescriptor()).build();

  @BeforeAll
  static void writeWhenAsked() throws IOException {
    String version = System.getProperty("weir.golden.write");
    if (version != null) {
      for (Topic topic : Topic.values()) {
        write(Golden.ROOT.resolve(version), topic.codec());
      }
    }
  }

  private static <T extends Message> void write(Path folder, EventCodec<T> codec)
      throws IOException {
    Files.createDirectories(folder);
    String name = codec.type().getSimpleName();
    Files.writeString(folder.resolve(name + ".avsc"), codec.schema().toString(true) + "\n");
    List<String> events = new ArrayList<>(List.of(""));
    if (codec.type().getSimpleName().equals("FlowEvent")) {
      events = List.of("flow", "loss", "node_status", "agent_event", "debug_event");
    }
    for (String event : events) {
      T message =
          new MessageGenerator(name.hashCode(), Fill.READABLE)
              .forcing("weir.event.v1.FlowEvent." + event)
              .next(Internal.getDefaultInstance(codec.type()));
      String file = event.isEmpty() ? name : name + "." + event;
      Files.write(folder.resolve(file + ".avro"), codec.encode(message));
      Files.writeString(
          folder.resolve(file + ".json"),
          JsonFormat.printer()
                  .usingTypeRegistry(EXTENSIONS)
                  .preservingProtoFieldNames()
                  .print(message)
              + "\n");
    }
  }

  static Stream<Path> events() throws IOException {
    return Golden.files(".avro");
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventOfThatVersionSaysWhatItSaid(Path file) throws Exception {
    EventCodec<? extends Message> codec = Golden.codec(file);
    Message.Builder said = Internal.getDefaultInstance(codec.type()).newBuilderForType();
    JsonFormat.parser()
        .usingTypeRegistry(EXTENSIONS)
        .merge(Files.readString(Golden.sibling(file, ".json")), said);

    assertThat(codec.decode(Files.readAllBytes(file))).isEqualTo(said.build());
  }

  @ParameterizedTest
  @MethodSource("events")
  void theCurrentSchemaStillWritesTheSameBytes(Path file) throws Exception {
    EventCodec<? extends Message> codec = Golden.codec(file);
    if (Golden.schema(file).equals(codec.schema())) {
      assertThat(rewritten(codec, Files.readAllBytes(file))).isEqualTo(Files.readAllBytes(file));
    }
  }

  private static <T extends Message> byte[] rewritten(EventCodec<T> codec, byte[] bytes)
      throws MalformedEventException {
    return codec.encode(codec.decode(bytes));
  }

  /** Where the files are. */
  static final class Golden {
    static final Path ROOT = Path.of("src/test/resources/golden");

    private Golden() {}

    static Stream<Path> files(String ending) throws IOException {
      try (Stream<Path> files = Files.walk(ROOT)) {
        return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
      }
    }

    /** The codec of the message that the file is named after. */
    static EventCodec<? extends Message> codec(Path file) {
      return Arrays.stream(Topic.values())
          .map(Topic::codec)
          .filter(codec -> codec.type().getSimpleName().equals(message(file)))
          .findFirst()
          .orElseThrow(() -> new AssertionError(file + ": no topic has such values any more"));
    }

    static Path sibling(Path file, String ending) {
      String name = file.getFileName().toString();
      return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ending);
    }

    static Schema schema(Path file) throws IOException {
      return new Schema.Parser().parse(file.resolveSibling(message(file) + ".avsc").toFile());
    }

    private static String message(Path file) {
      String name = file.getFileName().toString();
      return name.substring(0, name.indexOf('.'));
    }
  }
}
