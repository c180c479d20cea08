package io.weir.streams.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.codec.Codecs;
import io.weir.event.v1.Discarded;
import io.weir.slo.v1.CustomIndicator;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobsMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of weir.slos.v1 as they come, to what goes on and what goes aside. */
class UsableDefinitionsTest {
  private OneInputStreamOperatorTestHarness<Definition, Definition> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new UsableDefinitions(JobsMetrics.Ref.NOOP)));
    harness.setup(new FormatSerializer<>(new DefinitionFormat()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void read(@Nullable String key, byte @Nullable [] value) throws Exception {
    List<Definition> decoded = new ArrayList<>();
    Collector<Definition> collector =
        new Collector<>() {
          @Override
          public void collect(Definition definition) {
            decoded.add(definition);
          }

          @Override
          public void close() {}
        };
    byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    new DefinitionDecoder()
        .deserialize(new ConsumerRecord<>("weir.slos.v1", 1, 9, keyBytes, value), collector);
    DefinitionFormat format = new DefinitionFormat();
    for (Definition definition : decoded) {
      harness.processElement(format.decode(format.encode(definition)), 0);
    }
  }

  private List<Discarded> discarded() throws Exception {
    List<Discarded> all = new ArrayList<>();
    var records = harness.getSideOutput(Discards.TAG);
    while (records != null && !records.isEmpty()) {
      all.add(Codecs.discarded().decode(records.poll().getValue().value()).getDiscarded());
    }
    return all;
  }

  private static byte[] slo(String good) {
    return Codecs.slos()
        .encode(
            SloDefinition.newBuilder()
                .setName("carts")
                .addCustom(
                    CustomIndicator.newBuilder()
                        .setName("carts")
                        .setGood(good)
                        .setTotal("_flow.l7.http.code > 0u"))
                .build());
  }

  @Test
  void definitionsAndWithdrawalsGoOn() throws Exception {
    read("carts", slo("_flow.l7.http.code < 500u"));
    read("carts", null);
    assertThat(harness.extractOutputValues())
        .extracting(definition -> definition.slo().isPresent())
        .containsExactly(true, false);
    assertThat(discarded()).isEmpty();
  }

  @Test
  void whatIsNoDefinitionGoesAsideAndChangesNothing() throws Exception {
    byte[] bytes = "no slo".getBytes(StandardCharsets.UTF_8);
    read("carts", bytes);
    read(null, slo("true"));
    read(null, null);
    assertThat(harness.extractOutputValues()).isEmpty();
    List<Discarded> discarded = discarded();
    assertThat(discarded)
        .extracting(Discarded::getReason)
        .containsExactly("malformed", "malformed", "malformed");
    assertThat(discarded.get(0).getOrigin()).isEqualTo("weir.slos.v1-1@9");
    assertThat(discarded.get(0).getBytes().toByteArray()).isEqualTo(bytes);
    assertThat(discarded.get(1).getMessage()).contains("key: none");
  }

  /** The reason quotes the name; a record of two megabytes would stop the job for good. */
  @Test
  void theReasonIsShortHoweverLongTheNameThatItQuotes() throws Exception {
    String giant = "n".repeat(900_000);
    read(
        giant,
        Codecs.slos()
            .encode(
                SloDefinition.newBuilder()
                    .setName(giant)
                    .addCustom(CustomIndicator.newBuilder().setName(giant))
                    .build()));
    assertThat(discarded())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.getSerializedSize()).isLessThan(70_000);
              assertThat(one.getMessage()).startsWith("nnn");
            });
  }

  /** Another indicator of it may be fine. */
  @Test
  void aDefinitionThatDoesNotCompileGoesOnAndSaysWhyAside() throws Exception {
    read("carts", slo("_flow.no_such_field == 1"));
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(discarded())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.getOrigin()).isEqualTo("weir.slos.v1 carts");
              assertThat(one.getMessage()).contains("carts/carts").contains("no_such_field");
            });
  }
}
