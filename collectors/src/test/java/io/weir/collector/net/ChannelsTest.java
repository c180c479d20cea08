package io.weir.collector.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.StartException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4245",
        "hubble-relay.kube-system:80",
        "[::1]:4245",
        "tls://relay:443",
        "unix:///var/run/cilium/hubble.sock"
      })
  void takesAddresses(String address) {
    assertThat(Channels.isAddress(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "relay", "http://relay:80", "relay:port", "relay:99999", "unix:///", "::1:80"})
  void refusesWhatIsNone(String address) {
    assertThat(Channels.isAddress(address)).isFalse();
  }

  @Test
  void namesAMissingCertificate() {
    TlsConfig tls =
        new TlsConfig(
            true,
            Optional.of(Path.of("/none/ca.pem")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> Channels.open("relay:443", tls, 1024))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("/none/ca.pem");
  }
}
