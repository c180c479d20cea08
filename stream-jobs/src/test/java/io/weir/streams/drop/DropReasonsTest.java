package io.weir.streams.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DropReasonsTest {
  @ParameterizedTest
  @EnumSource(value = DropReason.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void everyReasonHasAClass(DropReason reason) {
    assertThat(DropReasons.isClassified(reason)).as(reason.name()).isTrue();
  }

  @Test
  void classesSayWhoHasToAct() {
    assertThat(DropReasons.classOf("POLICY_DENIED")).isEqualTo(DropClass.POLICY);
    assertThat(DropReasons.classOf("CT_MAP_INSERTION_FAILED")).isEqualTo(DropClass.CAPACITY);
    assertThat(DropReasons.classOf("INVALID_SOURCE_IP")).isEqualTo(DropClass.INVALID);
    assertThat(DropReasons.classOf("IGMP_HANDLED")).isEqualTo(DropClass.EXPECTED);
    assertThat(DropReasons.classOf("FIB_LOOKUP_FAILED")).isEqualTo(DropClass.FAULT);
  }

  @Test
  void reasonNewerThanThisProgramIsAFault() {
    assertThat(DropReasons.classOf("DROPPED_BY_A_LATER_CILIUM")).isEqualTo(DropClass.FAULT);
    assertThat(DropReasons.classOf(DropReason.UNRECOGNIZED)).isEqualTo(DropClass.FAULT);
  }
}
