package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  @ParameterizedTest
  @CsvSource({
    "spoolDir,spool-dir",
    "name,name",
    "p99Latency,p99-latency",
    "POLICY_DENIED,policy-denied",
    "tls,tls"
  })
  void namesAreKebabCase(String name, String key) {
    assertThat(Spelling.kebab(name)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"port,port,0", "prot,port,1", "pot,port,1", "ports,port,1", "post,port,1", "'',ab,2"})
  void theDistanceCountsSlipsOfTheFinger(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void theNearestNameIsMeantIfItIsNear() {
    List<String> known = List.of("drain-timeout", "listen-port");

    assertThat(Spelling.nearest("drain-timout", known)).contains("drain-timeout");
    assertThat(Spelling.nearest("colour", known)).isEmpty();
  }

  @Test
  void variablesAreUpperCase() {
    assertThat(Spelling.variable(List.of("relay", "listen-port")))
        .isEqualTo("WEIR_RELAY_LISTEN_PORT");
  }
}
