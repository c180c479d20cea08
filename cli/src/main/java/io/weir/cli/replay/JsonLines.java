package io.weir.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import io.weir.streams.flink.ReplayException;
import io.weir.streams.replay.RecordSet;
import io.weir.topic.Topic;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Records as {@code {"topic":…,"key":…,"value":{…}}}, one a line, in order of topic and key. */
final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFormat.Printer VALUES =
      JsonFormat.printer().omittingInsignificantWhitespace().preservingProtoFieldNames();

  private JsonLines() {}

  static void write(RecordSet records, Path file) throws ReplayException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Topic topic : RecordSet.TOPICS) {
        for (Map.Entry<String, byte[]> record : records.view(topic).entrySet()) {
          out.write("{\"topic\":" + JSON.writeValueAsString(topic.topicName()));
          out.write(",\"key\":" + JSON.writeValueAsString(record.getKey()));
          out.write(",\"value\":" + VALUES.print(RecordSet.decode(topic, record.getValue())));
          out.write("}\n");
        }
      }
    } catch (IOException e) {
      throw new ReplayException("--out " + file + ": cannot be written (" + e + ").", e);
    }
  }
}
