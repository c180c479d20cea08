package io.weir.alerting.openslo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the schema takes and what the reader takes is the same, as far as a schema can say it. */
class OpenSloSchemaTest {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final String EVERY_FIELD = "src/test/resources/openslo/every-field.yaml";
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(OpenSloSchema.text());

  /** The documents of a text, as an editor hands each of them to the schema. */
  static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
      if (document != null) {
        documents.add(JSON.valueToTree(document));
      }
    }
    return documents;
  }

  private static List<Error> errors(String yaml) {
    return documents(yaml).stream().flatMap(one -> SCHEMA.validate(one).stream()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVERY_FIELD,
        "../config/slo/shop.yaml",
        "src/test/resources/suggest/shop.yaml",
      })
  void whatTheReaderTakesIsValid(String file) throws Exception {
    String text = Files.readString(Path.of(file));
    assertThat(Documents.ofText(file, text).findings()).isEmpty();
    assertThat(documents(text)).isNotEmpty();
    assertThat(errors(text)).isEmpty();
  }

  @Test
  void theFixtureOfTheReadersTestsIsValid() {
    assertThat(errors(DocumentsTest.SLO)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock = DocumentsTest.WRONG)
  void whatTheReaderRefusesIsNotValid(String from, String to, String said) {
    assertThat(errors(DocumentsTest.SLO.replaceFirst(from, to))).as(said).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = SloCompilerTest.NOT_COUNTED)
  void whatWeirDoesNotCountIsNotValid(String spec, String said) {
    String slo = SloCompilerTest.slo("", SloCompilerTest.raw(spec), "target: 0.99");
    assertThat(errors(slo)).as(said).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = SloCompilerTest.SAYS_NOTHING)
  void annotationsThatSayNothingAreNotValid(String annotation, String said) {
    String raw = SloCompilerTest.raw("indicator: tcp-connect, service: a");
    assertThat(errors(SloCompilerTest.slo(annotation, raw, "target: 0.99"))).as(said).isNotEmpty();
    assertThat(errors(SloCompilerTest.slo("", raw, "target: 0.99"))).isEmpty();
  }

  /** Documents of other tools live in the same directories. */
  @Test
  void whatAnotherSourceCountsIsItsOwnBusiness() {
    String prometheus =
        "ratioMetric: {raw: {metricSource: {type: Prometheus, spec: {query: up}}}, rawType:"
            + " success}";
    assertThat(errors(SloCompilerTest.slo("", prometheus, "target: 0.99"))).isEmpty();
  }

  @Test
  void annotationsAreThoseThatAreRead() throws Exception {
    JsonNode annotations =
        JSON.readTree(OpenSloSchema.text())
            .at("/definitions/sloMetadata/allOf/1/properties/annotations");
    Set<String> known = new TreeSet<>();
    Annotations.KNOWN.forEach(name -> known.add(Annotations.PREFIX + name));
    Set<String> allowed = new TreeSet<>();
    annotations.at("/propertyNames/anyOf/1/enum").forEach(name -> allowed.add(name.asText()));
    Set<String> described = new TreeSet<>();
    annotations
        .path("properties")
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().has("description")) {
                described.add(field.getKey());
              }
            });
    assertThat(allowed).isEqualTo(known);
    assertThat(described).isEqualTo(known);
  }

  @Test
  void indicatorsAreThoseThatAreCounted() throws Exception {
    List<String> indicators = new ArrayList<>();
    JSON.readTree(OpenSloSchema.text())
        .at("/definitions/weirSpec/properties/indicator/enum")
        .forEach(name -> indicators.add(name.asText()));
    assertThat(indicators).isEqualTo(Selectors.BUILT_IN);
  }

  /**
   * At every place of the fixture a field that nobody knows is put in: the reader says which ones
   * it knows there, and these are what the schema has.
   */
  @Test
  void everyFieldThatTheReaderKnowsAndNoOtherIsInTheSchema() throws Exception {
    SchemaFields schema = new SchemaFields(JSON.readTree(OpenSloSchema.text()));
    for (JsonNode document : documents(Files.readString(Path.of(EVERY_FIELD)))) {
      for (SchemaFields.Place place : schema.places(document)) {
        assertThat(place.fields())
            .as("%s of %s", place.pointer(), document.path("kind").asText("a list"))
            .isEqualTo(ReaderFields.at(document, place.pointer()));
      }
    }
    assertThat(schema.unvisited()).as("places of the schema that the fixture lacks").isEmpty();
  }
}
