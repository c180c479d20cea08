package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlatYamlTest {
  @Test
  void plainValuesAndListsKeepTheirTextAndLine() throws ConfigException {
    FlatYaml file =
        FlatYaml.read(
            "config.yaml",
            """
            # mine
            server: tls://relay:443
            timeout: 010
            tls-ca-cert-files:
              - a.pem
              - b.pem
            tls: yes
            """);

    assertThat(file.entries())
        .containsExactly(
            new FlatYaml.Entry("server", 2, Optional.of(List.of("tls://relay:443"))),
            new FlatYaml.Entry("timeout", 3, Optional.of(List.of("010"))),
            new FlatYaml.Entry("tls-ca-cert-files", 4, Optional.of(List.of("a.pem", "b.pem"))),
            new FlatYaml.Entry("tls", 7, Optional.of(List.of("yes"))));
  }

  /** The file may belong to another program, which nests as it likes. */
  @Test
  void sectionsAreThereByNameOnly() throws ConfigException {
    FlatYaml file = FlatYaml.read("config.yaml", "relay:\n  port: 1\nlist:\n- a: 1\nnone:\n");

    assertThat(file.entries())
        .extracting(FlatYaml.Entry::key)
        .containsExactly("relay", "list", "none");
    assertThat(file.entries()).allSatisfy(entry -> assertThat(entry.values()).isEmpty());
  }

  @Test
  void nothingAtAllIsAnEmptyFile() throws ConfigException {
    assertThat(FlatYaml.read("config.yaml", "# nothing yet\n")).isEqualTo(FlatYaml.EMPTY);
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> FlatYaml.read("config.yaml", "a: 1\nb: \"open\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("config.yaml cannot be used, 1 problem:\n  line 3  not YAML");
    assertThatThrownBy(() -> FlatYaml.read("config.yaml", "- a\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a mapping");
  }
}
