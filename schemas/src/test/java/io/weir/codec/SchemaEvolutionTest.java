package io.weir.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.GoldenFilesTest.Golden;
import io.weir.event.v1.EventHeader;
import io.weir.event.v1.ProbeEvent;
import io.weir.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Old and new programs share topics: during an upgrade, and for as long as Kafka keeps records.
 * When a test here fails, its message says what to do.
 */
class SchemaEvolutionTest {
  static Stream<Path> frozen() throws IOException {
    return Golden.files(".avsc");
  }

  @ParameterizedTest
  @MethodSource("frozen")
  void newReadersReadOldEvents(Path file) throws IOException {
    assertReadable(Golden.codec(file).schema(), Golden.schema(file), file);
  }

  @ParameterizedTest
  @MethodSource("frozen")
  void oldReadersReadNewEvents(Path file) throws IOException {
    assertReadable(Golden.schema(file), Golden.codec(file).schema(), file);
  }

  private static void assertReadable(Schema reader, Schema writer, Path file) {
    var verdict = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(verdict.getType())
        .as(
            "%s: %s%nFields may be added, and removed ones keep their number reserved; a type, a"
                + " name or a label never changes. Undo that, or add a new field or topic version.",
            file, verdict.getDescription())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void theCurrentSchemaIsFrozenInTheNewestVersionThatHasIt(Topic topic) throws IOException {
    Schema current = topic.codec().schema();
    String name = topic.codec().type().getSimpleName();
    List<Schema> versions = new ArrayList<>();
    for (Path file : Golden.files(".avsc").toList()) {
      if (file.getFileName().toString().equals(name + ".avsc")) {
        versions.add(Golden.schema(file));
      }
    }
    assertThat(versions)
        .as(
            "%s has changed since its last version was frozen. If that was released: copy"
                + " golden/vN/%s.avsc to src/main/resources/avro/vN/, list"
                + " EventCodec.schema(\"vN/%s\") as older in Codecs, and write version N+1 with"
                + " -Dweir.golden.write=vN+1. If it was not: write vN again.",
            name, name, name)
        .last()
        .isEqualTo(current);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void everyFrozenVersionIsListedInCodecs(Topic topic) throws IOException {
    String name = topic.codec().type().getSimpleName();
    for (Path file : Golden.files(".avsc").toList()) {
      if (file.getFileName().toString().equals(name + ".avsc")) {
        assertThat(topic.codec().reads(Golden.schema(file)))
            .as("%s: list EventCodec.schema(\"vN/%s\") as older in Codecs", file, name)
            .isTrue();
      }
    }
  }

  @Test
  void aVersionWithFewerAndOtherFieldsIsReadByName() throws Exception {
    Schema old =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "ProbeEvent", "namespace": "weir.event.v1", "fields": [
                  {"name": "gone", "type": {"type": "array", "items":
                    {"type": "record", "name": "Gone", "fields": [
                      {"name": "text", "type": "string"},
                      {"name": "maybe", "type": ["null", "double"]},
                      {"name": "flag", "type": "boolean"},
                      {"name": "number", "type": "long"},
                      {"name": "small", "type": "float"}]}}},
                  {"name": "header", "type": ["null",
                    {"type": "record", "name": "EventHeader", "fields": [
                      {"name": "seq", "type": "int"},
                      {"name": "node", "type": "string"}]}]},
                  {"name": "unknown_fields", "type": "bytes"}]}
                """);
    Schema goneType = old.getField("gone").schema().getElementType();
    GenericRecord gone =
        new GenericRecordBuilder(goneType)
            .set("text", "x")
            .set("maybe", 1.5)
            .set("flag", true)
            .set("number", -5L)
            .set("small", 1f)
            .build();
    Schema headerType = old.getField("header").schema().getTypes().get(1);
    GenericRecord event =
        new GenericRecordBuilder(old)
            .set("gone", List.of(gone, gone))
            .set(
                "header",
                new GenericRecordBuilder(headerType).set("seq", 17).set("node", "n1").build())
            .set("unknown_fields", ByteBuffer.allocate(0))
            .build();
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), old).encode(event);
    EventCodec<ProbeEvent> codec = EventCodec.of(ProbeEvent.getDefaultInstance(), List.of(old));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);

    assertThat(codec.decode(copy))
        .isEqualTo(
            ProbeEvent.newBuilder()
                .setHeader(EventHeader.newBuilder().setSeq(17).setNode("n1"))
                .build());
  }
}
