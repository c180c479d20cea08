package io.weir.cli.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NodeStatusTextTest {
  @Test
  void namesAreJoinedUpToFiftyCharacters() {
    assertThat(NodeStatusText.join(List.of())).isEmpty();
    assertThat(NodeStatusText.join(List.of("a", "b"))).isEqualTo("a, b");
    String ten = "0123456789";
    assertThat(NodeStatusText.join(List.of(ten, ten, ten, ten, ten, ten)))
        .isEqualTo("0123456789, 0123456789, 0123456789, 0123456789 (and 2 more)");
    assertThat(NodeStatusText.join(List.of("n".repeat(80), "b")))
        .as("at least one")
        .isEqualTo("n".repeat(80) + " (and 1 more)");
  }
}
