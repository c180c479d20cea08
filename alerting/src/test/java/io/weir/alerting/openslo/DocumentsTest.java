package io.weir.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.openslo.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {
  private static final Path EVERY_FIELD = Path.of("src/test/resources/openslo/every-field.yaml");

  /** A valid one. */
  static final String SLO =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata:
        name: checkout
      spec:
        service: checkout
        indicator:
          metadata:
            name: responses
          spec:
            ratioMetric:
              raw:
                metricSource:
                  type: weir
                  spec: {indicator: http-availability, service: checkout}
              rawType: success
        timeWindow:
          - duration: 30d
            isRolling: true
        budgetingMethod: Occurrences
        objectives:
          - target: 0.999
      """;

  /** What of it is replaced by what, and what is said of it, where. */
  static final String WRONG =
      """
      openslo/v1          | openslo/v1alpha     | 1:13: error: apiVersion: is "openslo/v1alpha" (the version before v1
      openslo/v1          | openslo/v9          | 1:13: error: apiVersion: is "openslo/v9" (expected: openslo/v1)
      kind: SLO           | kind: SLOs          | 2:7: error: kind: is "SLOs" (did you mean SLO?)
      name: checkout      | name: Check_out     | 4:9: error: metadata.name: is "Check_out" (expected: 1 to 63 of a-z
      name: checkout      | name: 17            | 4:9: error: metadata.name: is "17" (expected: a text; put it into quotes)
      service: checkout   | servise: checkout   | 6:3: error: spec.servise: unknown field (did you mean service?)
      service: checkout   | servise: checkout   | 6:3: error: spec.service: missing (required in this object)
      service: checkout   | service: ''         | 6:12: error: spec.service: is empty (expected: a name)
      rawType: success    | rawType: good       | 16:18: error: spec.indicator.spec.ratioMetric.rawType: is "good" (expected: success or failure)
      rawType: success    | counter: true       | spec.indicator.spec.ratioMetric.rawType: missing (expected: success or failure)
      raw:                | good:               | spec.indicator.spec.ratioMetric.total: missing (expected: total with good or bad, or raw)
      type: weir          | typ: weir           | metricSource.type: missing (write type: weir, or a metricSourceRef)
      duration: 30d       | duration: 30 days   | 18:17: error: spec.timeWindow[0].duration: is "30 days" (expected: an integer and one of m h d w M Q Y
      duration: 30d       | duration: 0d        | 18:17: error: spec.timeWindow[0].duration: is no time at all
      isRolling: true     | isRolling: false    | 19:7: error: spec.timeWindow[0].isRolling: is not true, and there is no calendar
      isRolling: true     | isRolling: yess     | 19:18: error: spec.timeWindow[0].isRolling: is "yess" (expected: true or false)
      Occurrences         | occurrences         | 20:20: error: spec.budgetingMethod: is "occurrences" (expected: one of Occurrences, Timeslices, RatioTimeslices)
      Occurrences         | Timeslices          | spec.objectives[0].timeSliceTarget: missing
      Occurrences         | RatioTimeslices     | spec.objectives[0].timeSliceWindow: missing
      target: 0.999       | target: 1.0         | 22:15: error: spec.objectives[0].target: is 1.0: a promise without any error budget
      target: 0.999       | target: 1.5         | 22:15: error: spec.objectives[0].target: is 1.5 (expected: 0 to below 1, such as 0.999)
      target: 0.999       | targetPercent: 100  | is 100: a promise without any error budget
      target: 0.999       | displayName: high   | 22:7: error: spec.objectives[0].target: missing (expected: one of target: 0.999 and targetPercent: 99.9)
      target: 0.999       | op: about           | spec.objectives[0].op: is "about" (expected: one of lte, gte, lt, gt)
      - target: 0.999     | []                  | spec.objectives: is empty (expected: at least one
      """;

  @Test
  void everyKindWithEveryFieldIsRead() throws Exception {
    Documents documents = Documents.ofText("every-field.yaml", Files.readString(EVERY_FIELD));
    assertThat(documents.findings()).isEmpty();
    assertThat(documents.objects())
        .extracting(OpenSloObject::kind)
        .contains(Kind.values())
        .hasSize(12);
  }

  @Test
  void aValidOneHasNoFindings() {
    Documents documents = Documents.ofText("slo.yaml", SLO);
    assertThat(documents.findings()).isEmpty();
    assertThat(documents.objects()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = true, textBlock = WRONG)
  void whatIsWrongIsNamedWithItsPlace(String from, String to, String expected) {
    Documents documents = Documents.ofText("slo.yaml", SLO.replaceFirst(from, to));
    assertThat(documents.findings()).anyMatch(finding -> finding.toString().contains(expected));
    assertThat(documents.findings()).anyMatch(finding -> finding.severity() == Severity.ERROR);
  }

  @Test
  void everyProblemAtOnce() {
    String broken =
        SLO.replace("name: checkout", "name: Checkout")
            .replace("30d", "30x")
            .replace("0.999", "7")
            .replace("Occurrences", "Often");
    assertThat(Documents.ofText("slo.yaml", broken).findings())
        .extracting(finding -> finding.place().path())
        .contains(
            "metadata.name",
            "spec.timeWindow[0].duration",
            "spec.budgetingMethod",
            "spec.objectives[0].target");
  }

  @Test
  void namesThatNobodyHasAndNamesThatTwoHave() {
    String text =
        SLO.replaceFirst("(?s)  indicator:.*rawType: success\n", "  indicatorRef: respones\n")
            + """
            ---
            apiVersion: openslo/v1
            kind: SLI
            metadata: {name: responses}
            spec:
              ratioMetric:
                raw: {metricSource: {metricSourceRef: nowhere, spec: {indicator: probe, probe: "*"}}}
                rawType: success
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: cart}
            spec: {}
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: cart}
            spec: {}
            """;
    assertThat(Documents.ofText("set.yaml", text).findings())
        .extracting(Finding::toString)
        .anyMatch(said -> said.contains("no SLI is named respones (did you mean responses?)"))
        .anyMatch(said -> said.contains("no DataSource is named nowhere (there is none in these"))
        .anyMatch(said -> said.contains("Service cart is there already, at set.yaml:"))
        .anyMatch(said -> said.contains("warning: spec.service: no Service is named checkout"));
  }

  @Test
  void textThatIsNoYamlSaysWhere() {
    assertThat(Documents.ofText("slo.yaml", SLO + "\n  - [").findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith("slo.yaml:2")
        .contains("is no YAML");
  }

  @Test
  void limitsAreTold() {
    String deep = "[".repeat(60) + "]".repeat(60);
    assertThat(Documents.ofText("deep.yaml", deep).findings()).isNotEmpty();
    StringBuilder bombs = new StringBuilder("a: &a [x]\n");
    for (int i = 0; i < 60; i++) {
      bombs.append("b").append(i).append(": *a\n");
    }
    assertThat(Documents.ofText("aliases.yaml", bombs.toString()).findings())
        .anyMatch(finding -> finding.message().contains("aliases"));
    String many = "---\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: a%d}\nspec: {}\n";
    StringBuilder services = new StringBuilder();
    for (int i = 0; i <= Documents.OBJECTS_MAX; i++) {
      services.append(many.formatted(i));
    }
    assertThat(Documents.ofText("many.yaml", services.toString()).findings())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("10000 objects");
  }

  @Test
  void directoriesAndFilesThatCannotBeRead(@TempDir Path dir) throws Exception {
    Files.createDirectories(dir.resolve("shop"));
    Files.writeString(dir.resolve("shop/slo.yaml"), SLO);
    Files.writeString(dir.resolve("shop/notes.txt"), "not a document");
    Files.write(dir.resolve("latin.yml"), new byte[] {(byte) 0xe4, (byte) 0xf6});
    Documents documents = Documents.ofPaths(List.of(dir, dir.resolve("missing.yaml")));
    assertThat(documents.objects()).hasSize(1);
    assertThat(documents.findings())
        .extracting(Finding::message)
        .containsExactlyInAnyOrder("is not UTF-8", "cannot be read: no such file");
  }
}
