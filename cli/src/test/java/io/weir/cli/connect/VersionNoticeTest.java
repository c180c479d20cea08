package io.weir.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionNoticeTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.18.9", "v1.16.0", "0.13.6", "1.18.0-rc.1+g0123"})
  void warnsOfAnOlderMinor(String version) {
    assertThat(VersionNotice.warning(version)).get().asString().contains("older than the 1.19");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.19.0", "v1.19.4", "1.20.0-pre.1", "2.0.0", "", "main", "1", "99999.1"})
  void saysNothingOfOthers(String version) {
    assertThat(VersionNotice.warning(version)).isEmpty();
  }

  @Test
  void namesBothVersions() {
    assertThat(VersionNotice.warning("1.16.3"))
        .hasValue(
            "The server speaks Hubble 1.16, older than the 1.19 that this command follows: it may"
                + " ignore newer filters and leave newer fields empty.");
  }
}
