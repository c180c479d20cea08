package io.weir.model.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.hubble.flow.DropReason;
import io.weir.model.drop.DropReasonInfo.Datapath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DropReasonsTest {
  private static final Path BTF = Path.of("/sys/kernel/btf/vmlinux");

  @ParameterizedTest
  @EnumSource(value = DropReason.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
  void everyReasonThatHubbleKnowsIsExplained(DropReason reason) {
    assertThat(DropReasons.named(reason.name())).as(reason.name()).isPresent();
    assertThat(DropReasons.ofCode(reason.getNumber()))
        .as("code %s", reason.getNumber())
        .map(DropReasonInfo::name)
        .hasValue(reason.name());
  }

  /** Codes below 130 report what the datapath did; flows can carry them all the same. */
  @Test
  void codesWithoutANameInHubbleAreExplainedToo() {
    Stream.concat(Stream.of(2, 3, 4, 5, 6, 7, 8, 9), Stream.of(10, 11, 12, 13, 14, 15))
        .forEach(code -> assertThat(DropReasons.ofCode(code)).as("code %s", code).isPresent());
  }

  @Test
  void everyReasonOfTheRunningKernelIsExplained() throws Exception {
    Assumptions.assumeTrue(Files.isReadable(BTF), "needs a kernel with BTF: " + BTF);
    List<String> names =
        BtfEnum.read(Files.readAllBytes(BTF), "skb_drop_reason").stream()
            .filter(name -> !name.endsWith("_MAX") && !name.endsWith("_SUBSYS_MASK"))
            .toList();
    assertThat(names).as("read from %s", BTF).contains("SKB_DROP_REASON_NO_SOCKET");
    assertThat(names).allSatisfy(name -> assertThat(DropReasons.named(name)).as(name).isPresent());
  }

  static Stream<DropReasonInfo> all() {
    return DropReasons.all().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyTextIsASentence(DropReasonInfo info) {
    for (String text : List.of(info.happened(), info.next())) {
      assertThat(text).as(info.name()).isNotBlank().endsWith(".").doesNotContain("|");
    }
    assertThat(info.name()).matches("[A-Z0-9_]+");
    assertThat(info.code().isPresent()).isEqualTo(info.datapath() == Datapath.CILIUM);
  }

  @Test
  void kernelNamesAreFoundWithAndWithoutTheirPrefix() {
    assertThat(DropReasons.named("SKB_DROP_REASON_NO_SOCKET"))
        .isEqualTo(DropReasons.named("NO_SOCKET"))
        .isPresent();
    assertThat(DropReasons.named("SKB_CONSUMED")).map(DropReasonInfo::name).hasValue("CONSUMED");
    // These begin like the prefix, and are names of their own.
    assertThat(DropReasons.named("SKB_CSUM")).map(DropReasonInfo::name).hasValue("SKB_CSUM");
    assertThat(DropReasons.named("SKB_DROP_REASON_SKB_CSUM"))
        .map(DropReasonInfo::name)
        .hasValue("SKB_CSUM");
  }

  @Test
  void classesSayWhoHasToAct() {
    assertThat(DropReasons.classOf("POLICY_DENIED")).isEqualTo(DropClass.POLICY);
    assertThat(DropReasons.classOf("CT_MAP_INSERTION_FAILED")).isEqualTo(DropClass.CAPACITY);
    assertThat(DropReasons.classOf("INVALID_SOURCE_IP")).isEqualTo(DropClass.INVALID);
    assertThat(DropReasons.classOf("IGMP_HANDLED")).isEqualTo(DropClass.EXPECTED);
    assertThat(DropReasons.classOf("FIB_LOOKUP_FAILED")).isEqualTo(DropClass.FAULT);
    assertThat(DropReasons.classOf("SKB_DROP_REASON_NETFILTER_DROP")).isEqualTo(DropClass.POLICY);
  }

  @Test
  void reasonNewerThanThisProgramIsAFault() {
    assertThat(DropReasons.named("DROPPED_BY_A_LATER_CILIUM")).isEmpty();
    assertThat(DropReasons.classOf("DROPPED_BY_A_LATER_CILIUM")).isEqualTo(DropClass.FAULT);
  }
}
