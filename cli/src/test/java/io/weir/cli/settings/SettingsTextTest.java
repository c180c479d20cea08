package io.weir.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.FlatYaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTextTest {
  private static final String FILE =
      """
      # How we reach production.
      server: old:4245  # until May
      tls-ca-cert-files:
        - a.pem
        # the new one
        - b.pem

      # Of another program:
      theme:
        colour: dark
      timeout: 3s
      """;

  private static SettingsText text(String text) {
    return SettingsText.of("config.yaml", text);
  }

  @Test
  void aValueChangesInItsPlaceAndKeepsItsRemark() throws SettingsException {
    assertThat(text(FILE).with("server", List.of("tls://relay:443")).text())
        .isEqualTo(FILE.replace("old:4245", "tls://relay:443"));
  }

  @Test
  void aListIsReplacedWholeAndTheNextCommentStays() throws SettingsException {
    assertThat(text(FILE).with("tls-ca-cert-files", List.of("c.pem")).text())
        .isEqualTo(
            FILE.replace(
                """
                tls-ca-cert-files:
                  - a.pem
                  # the new one
                  - b.pem
                """,
                "tls-ca-cert-files: c.pem\n"));
  }

  @Test
  void severalValuesAreWrittenAsAList() throws SettingsException {
    assertThat(text("").with("tls-ca-cert-files", List.of("a.pem", "b.pem")).text())
        .isEqualTo("tls-ca-cert-files:\n  - a.pem\n  - b.pem\n");
  }

  @Test
  void aNewKeyGoesToTheEnd() throws SettingsException {
    assertThat(text(FILE).with("tls", List.of("true")).text()).isEqualTo(FILE + "tls: true\n");
    assertThat(text("---\ntls: true\n...\n").with("timeout", List.of("1s")).text())
        .isEqualTo("---\ntls: true\ntimeout: 1s\n...\n");
  }

  @Test
  void aKeyIsTakenOutWithItsLinesAlone() throws SettingsException {
    assertThat(text(FILE).without("server").without("timeout").without("not-there").text())
        .isEqualTo(
            FILE.replace("server: old:4245  # until May\n", "").replace("timeout: 3s\n", ""));
  }

  @Test
  void anIndentedFileStaysIndented() throws SettingsException {
    assertThat(text("  server: a:1\n  tls: true\n").with("server", List.of("b:2")).text())
        .isEqualTo("  server: b:2\n  tls: true\n");
  }

  /** Whatever the value, it is read back as it was given. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "true",
        "null",
        "~",
        "#x",
        "a #b",
        "a: b",
        "a:",
        "- a",
        "it's",
        "\"quoted\"",
        "{\"source_pod\":[\"kube-system/\"]}",
        "[::1]:4245",
        "tls://relay:443",
        "unix:///var/run/cilium/hubble.sock",
        "*",
        "&a",
        "%d",
        "@x",
        "ключ"
      })
  void everyValueComesBackAsItWas(String value) throws Exception {
    String written = text(FILE).with("basic-auth-password", List.of(value)).text();
    assertThat(
            FlatYaml.read("config.yaml", written)
                .find("basic-auth-password")
                .orElseThrow()
                .values())
        .isEqualTo(Optional.of(List.of(value)));
    assertThat(written).startsWith(FILE);
  }

  @Test
  void whatCannotBeEditedLineByLineIsRefused() {
    assertThatThrownBy(() -> text("{server: 'a:1', tls: true}\n").with("tls", List.of("false")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("config.yaml line 1: tls shares its line");
    assertThatThrownBy(() -> text("{server: 'a:1'}\n").with("tls", List.of("false")))
        .isInstanceOf(SettingsException.class);
    assertThatThrownBy(() -> text("").with("server", List.of("a\nb")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("Edit it by hand");
  }

  @Test
  void whatIsNoYamlIsNotTouched() {
    assertThatThrownBy(() -> text("a: \"open\n").with("server", List.of("a:1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageStartingWith("config.yaml cannot be used");
  }
}
