package io.weir.hubble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.hubble.flow.FlowProto;
import io.weir.hubble.observer.ObserverProto;
import io.weir.hubble.peer.PeerProto;
import io.weir.hubble.relay.RelayProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The stock hubble programs and ours must mean the same by every number and name. */
class WireCompatibilityTest {
  private static final Path TABLES = Path.of("../../shared/hubble/wire.json");
  private static final Path GOLDEN = Path.of("src/test/resources/hubble-descriptors.golden.txt");

  private static Map<String, Map<String, String>> compiled() {
    return WireModel.of(
        List.of(
            FlowProto.getDescriptor(),
            ObserverProto.getDescriptor(),
            PeerProto.getDescriptor(),
            RelayProto.getDescriptor()));
  }

  @Test
  void everyNameNumberTypeAndJsonNameIsHubbles() throws IOException {
    assumeTrue(Files.exists(TABLES), "Skipped: " + TABLES + " (Hubble's own tables) is not here.");
    Map<String, Map<String, String>> hubble =
        new ObjectMapper().readValue(TABLES.toFile(), new TypeReference<>() {});
    Map<String, Map<String, String>> ours = compiled();

    assertThat(ours.keySet()).isEqualTo(hubble.keySet());
    hubble.forEach((type, members) -> assertThat(ours.get(type)).as(type).isEqualTo(members));
  }

  /**
   * The same in a bare clone. After a wanted change, which follows a new Hubble, run with {@code
   * -Dweir.golden.write} and look at the difference before you commit it.
   */
  @Test
  void nothingOfTheWireFormatChangesUnseen() throws IOException {
    String text =
        compiled().entrySet().stream()
            .map(WireCompatibilityTest::paragraph)
            .collect(Collectors.joining("\n"));
    if (System.getProperty("weir.golden.write") != null) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  private static String paragraph(Map.Entry<String, Map<String, String>> type) {
    return type.getKey()
        + "\n"
        + type.getValue().entrySet().stream()
            .map(member -> "  " + member.getKey() + ": " + member.getValue() + "\n")
            .collect(Collectors.joining());
  }
}
