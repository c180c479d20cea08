package io.weir.relay.observe.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private static final List<String> LABELS =
      List.of(
          "k8s:app=cart",
          "k8s:app.kubernetes.io/name=shop",
          "container:tier=web",
          "reserved:world",
          "cidr:10.1.0.0/16",
          "cidr:2001-db8--0/32",
          "plain=yes");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "app=cart | true",
        "app==cart | true",
        "app = db | false",
        "k8s:app=cart | true",
        "container:app=cart | false",
        "any:app=cart | true",
        "app!=db | true",
        "app!=cart | false",
        "nothing!=x | true",
        "app in (db, cart) | true",
        "app in (db) | false",
        "app notin (db) | true",
        "nothing notin (x) | true",
        "app | true",
        "!app | false",
        "! nothing | true",
        "app=cart,tier=web | true",
        "app=cart, tier=db | false",
        "app.kubernetes.io/name=shop | true",
        "reserved:world | true",
        "reserved:host | false",
        "!reserved:host | true",
        "cidr:10.0.0.0/8 | true",
        "cidr:10.1.2.0/24 | false",
        "cidr:2001-db8--0/16 | true",
        "plain=yes | true",
        "app= | false",
        "in=x | false",
      })
  void matchesLikeKubernetesWithSources(String selector, boolean expected) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
  }

  @Test
  void withoutRequirementsEverythingMatches() {
    assertThat(LabelSelector.parse(" ").matches(List.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b,",
        "a in",
        "a in (b",
        "=b",
        "a b",
        "a=b c",
        "a>1",
        "-a",
        "a=-b",
        "a==!b",
        "!",
        ",",
        "a:b:c",
        "cidr:x/8",
        "a in (b,)x"
      })
  void refusesWithTheColumn(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("at column ");
  }
}
