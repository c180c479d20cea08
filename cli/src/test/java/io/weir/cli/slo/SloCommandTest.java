package io.weir.cli.slo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SloCommandTest {
  private static final String SHOP = "../config/slo";

  @TempDir Path scratch;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new SloCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path broken() throws Exception {
    String shop = Files.readString(Path.of(SHOP, "shop.yaml"));
    return Files.writeString(
        scratch.resolve("broken.yaml"),
        shop.replaceFirst("target: 0.995", "target: 1").replaceFirst("isRolling", "isRoling"));
  }

  @Test
  void whatComesWithWeirHasNoFindings() {
    assertThat(run("lint", "--strict", SHOP)).isZero();
    assertThat(out).hasToString("5 objectives in 6 objects, 0 errors, 0 warnings.\n");
  }

  @Test
  void whatIsWrongHasAPlaceAndAnExitCode() throws Exception {
    assertThat(run("lint", broken().toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("broken.yaml:30:23: error: spec.timeWindow[0].isRoling: unknown field")
        .contains("(did you mean isRolling?)")
        .contains("is 1: a promise without any error budget")
        .contains("4 objectives in 5 objects, 3 errors, 0 warnings.");
  }

  @Test
  void forMachines() throws Exception {
    assertThat(run("lint", "-o", "json", broken().toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("\"severity\" : \"error\"", "\"line\" : 30", "\"suggestion\" : \"did you mean");
  }

  @Test
  void whatFollowsFromARule() {
    assertThat(run("lint", "--verbose", SHOP)).isZero();
    assertThat(out.toString())
        .contains(
            "catalog-availability, rule page-1h fires after 242 s at 100 % errors, 40 min at 10 %"
                    .replace("242 s", "4 min")
                + " errors, never at 2 % errors, with 2 % of the budget spent");
  }

  @Test
  void rulesThatCanNeverFire() throws Exception {
    String shop = Files.readString(Path.of(SHOP, "shop.yaml"));
    Path file =
        Files.writeString(
            scratch.resolve("lenient.yaml"), shop.replaceFirst("target: 0.995", "target: 0.9"));
    assertThat(run("lint", file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "catalog-availability, rule page-1h can never fire: all events bad are a burn rate of"
                + " 10, and its threshold is 13.44 (lower the threshold below 10, or raise the"
                + " target)");
  }

  @Test
  void howOftenChanceAloneWouldPage() {
    assertThat(run("lint", "--verbose", "--rate", "0.05", SHOP)).isZero();
    assertThat(out.toString()).contains("would fire").contains("times a month by chance");
  }

  /** The same file that lies in the checkout, so that both ways to use it agree. */
  @Test
  void theSchemaForEditors() throws Exception {
    assertThat(run("schema")).isZero();
    assertThat(out).hasToString(Files.readString(Path.of("../config/openslo.schema.json")));
  }

  @Test
  void theSchemasHelpSaysHowAnEditorFindsIt() {
    assertThat(run("schema", "--help")).isZero();
    assertThat(out.toString()).contains("# yaml-language-server: $schema=openslo.schema.json");
  }

  @Test
  void prometheusRules() {
    assertThat(run("rules", "--names", "sloth", SHOP)).isZero();
    assertThat(out.toString())
        .startsWith("groups:")
        .contains("sloth_id: catalog-catalog-availability");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void noRulesOfWhatIsWrong() throws Exception {
    assertThat(run("rules", broken().toString())).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("error: spec.timeWindow[0].isRoling");
  }
}
