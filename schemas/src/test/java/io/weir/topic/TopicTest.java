package io.weir.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTest {
  @ParameterizedTest
  @CsvSource({
    "FLOWS,weir.flows.v1,FlowEvent,delete",
    "DNS,weir.dns.v1,DnsEvent,delete",
    "PROBES,weir.probes.v1,ProbeEvent,delete",
    "RESOURCES,weir.resources.v1,ResourceEvent,delete",
    "EDGES,weir.edges.v1,EdgeWindow,'compact,delete'",
    "SLIS,weir.slis.v1,SliWindow,'compact,delete'",
    "DROPS,weir.drops.v1,DropWindow,'compact,delete'",
    "SLOS,weir.slos.v1,SloDefinition,compact",
    "ALERTS,weir.alerts.v1,AlertState,compact",
    "SLO_STATUS,weir.slo-status.v1,SloStatus,compact",
    "INCIDENTS,weir.incidents.v1,Incident,compact",
    "SILENCES,weir.silences.v1,Silence,compact",
    "DISCARDED,weir.discarded.v1,DiscardedEvent,delete"
  })
  void theCatalogueIsTheContract(Topic topic, String name, String value, String cleanup) {
    assertThat(topic.topicName()).isEqualTo(name);
    assertThat(topic.codec().type().getSimpleName()).isEqualTo(value);
    assertThat(topic.settings()).containsEntry("cleanup.policy", cleanup);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void retentionCountsFromTheTimeOfWritingSinceEventsMayBeOld(Topic topic) {
    assertThat(topic.settings()).containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @Test
  void noTwoTopicsShareANameOrASchema() {
    assertThat(Arrays.stream(Topic.values()).map(Topic::topicName)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Topic.values()).map(t -> t.codec().schema().getFullName()))
        .doesNotHaveDuplicates();
  }
}
