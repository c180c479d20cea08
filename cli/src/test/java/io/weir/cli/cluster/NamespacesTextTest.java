package io.weir.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.observer.Namespace;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamespacesTextTest {
  private static final List<Namespace> NAMESPACES =
      List.of(
          namespace("staging", "shop"),
          namespace("prod", "shop"),
          namespace("prod", "kube-system"));

  private static Namespace namespace(String cluster, String name) {
    return Namespace.newBuilder().setCluster(cluster).setNamespace(name).build();
  }

  @ParameterizedTest
  @EnumSource
  void looksAsInTheGoldenFile(ListOutput output) throws IOException {
    assertThat(NamespacesText.of(NAMESPACES, output))
        .isEqualTo(Golden.text("namespaces." + output));
  }
}
