package io.weir.cli.question;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer beside the text it prints as: {@code NAME.json} and {@code NAME.txt}. */
class ReportTest {
  private static Stream<QuestionCommand> questions() {
    return Stream.of(
        new EdgesCommand(),
        new ServicesCommand(),
        new HttpCommand(),
        new TcpCommand(),
        new DnsCommand(),
        new DropsCommand(),
        new ProbesCommand(),
        new ResourcesCommand());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String printed(QuestionCommand command, String answer) throws IOException {
    JsonNode json = new ObjectMapper().readTree(resource(answer));
    return String.join("\n", command.report().render(json)) + "\n";
  }

  @ParameterizedTest
  @MethodSource("questions")
  void printsAsInTheGoldenFile(QuestionCommand command) throws IOException {
    assertThat(printed(command, command.question() + ".json"))
        .isEqualTo(resource(command.question() + ".txt"));
  }

  /** A capture of years ago is replayed, and the default range is the last 15 minutes. */
  @Test
  void saysWhereTheDataIsWhenTheRangeHasNone() throws IOException {
    assertThat(printed(new EdgesCommand(), "edges-none.json"))
        .isEqualTo(
            """
            No edges in this range.
            2026-01-31T10:00:00Z to 2026-01-31T10:15:00Z, completeness not known.
            No data in this range; data spans 2021-10-04T14:28:30Z to 2021-10-04T14:30:00Z, use --all.
            """);
  }
}
