package io.weir.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.alerting.openslo.Admission.Judgement;
import io.weir.slo.v1.SloDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be put through the API, beside what is there. */
class AdmissionTest {
  private static final String SLI =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: responses}
      spec:
        ratioMetric:
          raw:
            metricSource: {type: weir, spec: {indicator: http-availability, service: shop/cart}}
          rawType: success
      """;
  private static final String SLO =
      """
      apiVersion: openslo/v1
      kind: SLO
      metadata: {name: cart}
      spec:
        service: cart
        indicatorRef: responses
        timeWindow: [{duration: 28d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{target: 0.99}]
      """;

  private final Admission admission = new Admission(Duration.ofMillis(500), Duration.ofMillis(500));
  private final List<SloDocument> standing = new ArrayList<>();

  private void there(String name, String text) {
    Judgement judgement = admission.put(standing, name, text);
    standing.add(
        SloDocument.newBuilder()
            .setName(name)
            .setText(text)
            .addAllObjects(judgement.objects())
            .build());
  }

  private static List<String> said(Judgement judgement) {
    return judgement.findings().stream().map(Finding::toString).toList();
  }

  @Test
  void whatItDefinesIsNamedWithItsPlace() {
    Judgement judgement = admission.put(standing, "shop", SLI + "---\n" + SLO);
    assertThat(judgement.findings()).isEmpty();
    assertThat(judgement.objects())
        .extracting(object -> object.getKind() + " " + object.getName() + " " + object.getLine())
        .containsExactly("SLI responses 3", "SLO cart 12");
  }

  @Test
  void everyProblemIsToldAtOnce() {
    String wrong =
        SLO.replace("target: 0.99", "target: 1").replace("isRolling", "isRoling") + "---\n" + SLI;
    assertThat(said(admission.put(standing, "shop", wrong)))
        .anyMatch(said -> said.startsWith("api:shop:7:32: error: spec.timeWindow[0].isRoling"))
        .anyMatch(said -> said.contains("(did you mean isRolling?)"))
        .anyMatch(said -> said.contains("a promise without any error budget"));
  }

  /** It would be kept, and alert nobody. */
  @Test
  void aRuleThatCanNeverFireIsRefused() {
    assertThat(
            said(
                admission.put(
                    standing, "shop", SLI + "---\n" + SLO.replace("target: 0.99", "target: 0.9"))))
        .anyMatch(said -> said.contains("error: metadata.name: cart, rule page-1h can never fire"));
  }

  @Test
  void documentsReferToEachOther() {
    there("slis", SLI);
    assertThat(admission.put(standing, "slos", SLO).findings()).isEmpty();
    assertThat(said(admission.put(List.of(), "slos", SLO)))
        .singleElement()
        .asString()
        .contains("no SLI is named responses");
  }

  @Test
  void whatOthersNeedStays() {
    there("slis", SLI);
    there("slos", SLO);
    assertThat(said(admission.delete(standing, "slis")))
        .singleElement()
        .asString()
        .startsWith("api:slos:6:17: error: spec.indicatorRef: no SLI is named responses");
    assertThat(said(admission.put(standing, "slis", SLI.replace("responses", "answers"))))
        .singleElement()
        .asString()
        .startsWith("api:slos:6:17: error: spec.indicatorRef: no SLI is named responses");
    assertThat(admission.delete(standing, "slos").findings()).isEmpty();
  }

  /** Else nothing could be changed until it is put right. */
  @Test
  void errorsThatWereThereBeforeAreNobodysFault() {
    there("slos", SLO);
    assertThat(admission.put(standing, "other", SLI.replace("responses", "answers")).findings())
        .isEmpty();
    assertThat(admission.delete(standing, "other").findings()).isEmpty();
  }

  @Test
  void anObjectIsDefinedOnce() {
    there("shop", SLI);
    standing.addAll(DocumentRecords.ofFiles(Documents.ofText("/etc/weir/slo/shop.yaml", SLO)));
    String both = SLI + "---\n" + SLO;
    assertThat(said(admission.put(standing, "team", both)))
        .containsExactly(
            "api:team:3:18: error: metadata.name: SLI responses is there already, at"
                + " api:shop:3:18 (give one of them another name)",
            "api:team:12:18: error: metadata.name: SLO cart is there already, at"
                + " /etc/weir/slo/shop.yaml:3:18 (give one of them another name)");
    assertThat(admission.put(standing, "shop", SLI).findings()).as("its own").isEmpty();
  }

  @Test
  void whatFilesDefineCanBeReferredTo() {
    standing.addAll(DocumentRecords.ofFiles(Documents.ofText("/slo/slis.yaml", SLI)));
    assertThat(admission.put(standing, "slos", SLO).findings()).isEmpty();
  }

  /** Of files, only names travel. */
  @Test
  void nobodySeesHowAnotherToolConnects() {
    String source =
        """
        apiVersion: openslo/v1
        kind: DataSource
        metadata: {name: metrics}
        spec:
          type: prometheus
          connectionDetails: {password: hunter2}
        """;
    assertThat(said(admission.put(standing, "sources", source)))
        .singleElement()
        .asString()
        .startsWith("api:sources:3:18: error: metadata.name: DataSource metrics has connection")
        .contains("the API shows documents to everybody");
    List<SloDocument> files = DocumentRecords.ofFiles(Documents.ofText("/slo/a.yaml", source));
    assertThat(files).singleElement().asString().contains("metrics").doesNotContain("hunter2");
  }
}
