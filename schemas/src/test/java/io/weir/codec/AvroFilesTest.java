package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.weir.event.v1.EventProto;
import io.weir.series.v1.SeriesProto;
import io.weir.slo.v1.SloProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema files mirror the messages. After a change of a message run with {@code
 * -Dweir.avro.write} to write them anew, and look at the difference before you commit it.
 */
class AvroFilesTest {
  private static final Path FILES = Path.of("src/main/resources/avro");

  static Stream<Descriptor> values() {
    return Stream.of(
            EventProto.getDescriptor(), SeriesProto.getDescriptor(), SloProto.getDescriptor())
        .map(FileDescriptor::getMessageTypes)
        .flatMap(List::stream)
        .filter(AvroFilesTest::isTopicValue);
  }

  private static boolean isTopicValue(Descriptor message) {
    String name = message.getName();
    return name.endsWith("Event")
        || List.of(
                "NodeReport",
                "EdgeWindow",
                "SliWindow",
                "DropWindow",
                "SloDefinition",
                "AlertState",
                "SloStatus",
                "Incident",
                "Silence")
            .contains(name);
  }

  @ParameterizedTest
  @MethodSource("values")
  void schemaFileMirrorsTheMessage(Descriptor message) throws IOException {
    Schema derived = AvroMirror.schemaOf(message);
    Path file = FILES.resolve(message.getName() + ".avsc");
    if (System.getProperty("weir.avro.write") != null) {
      Files.createDirectories(FILES);
      Files.writeString(file, derived.toString(true) + "\n");
    }
    assertThat(Files.readString(file)).isEqualTo(derived.toString(true) + "\n");
  }
}
