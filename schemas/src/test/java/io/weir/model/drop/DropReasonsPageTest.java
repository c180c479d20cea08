package io.weir.model.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.drop.DropReasonInfo.Datapath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The page says what the taxonomy says. After a change of the taxonomy run with {@code
 * -Dweir.drop-reasons.write} to write it anew.
 */
class DropReasonsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/drop-reasons.md");

  @Test
  void pageIsMadeFromTheTaxonomy() throws IOException {
    if (System.getProperty("weir.drop-reasons.write") != null) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page());
  }

  private static String page() {
    return """
    # Drop reasons

    Made from `schemas/src/main/resources/drop-reasons` by `mvn -pl schemas test -Dtest=DropReasonsPageTest
    -Dweir.drop-reasons.write`. `weir drops` and `weir.drops.v1` name reasons and classes as here.

    | class | means |
    |---|---|
    | `policy` | somebody's rule says no: look at the rule, not at the network |
    | `fault` | it should have been delivered and could not; reasons newer than this page count here |
    | `capacity` | a table, a queue, a rate is exhausted |
    | `invalid` | the packet is broken, forged or not supported: a wrong sender, or an attack |
    | `expected` | nothing is lost, or nobody misses it |

    Drops of classes `policy` and `expected` do not count against the indicator `delivery`.

    ## Cilium

    By code. The names are those of `flow.DropReason`; codes below 130 are notifications and have none there.
    Hubble's own texts differ from the names for 136 and 161, here the text's meaning counts.

    """
        + table(Datapath.CILIUM)
        + """

    ## Linux kernel

    Members of `enum skb_drop_reason` without `SKB_DROP_REASON_`. Numbers differ between kernels, so names are the key;
    a kernel has only some of them.

    """
        + table(Datapath.KERNEL);
  }

  private static String table(Datapath datapath) {
    boolean coded = datapath == Datapath.CILIUM;
    StringBuilder table = new StringBuilder(coded ? "| code " : "");
    table.append("| name | class | what happened | what to do next |\n");
    table.append(coded ? "|---" : "").append("|---|---|---|---|\n");
    for (DropReasonInfo info : DropReasons.all()) {
      if (info.datapath() == datapath) {
        info.code().ifPresent(code -> table.append("| ").append(code).append(' '));
        table
            .append("| `")
            .append(info.name())
            .append("` | ")
            .append(info.dropClass().label())
            .append(" | ")
            .append(info.happened())
            .append(" | ")
            .append(info.next())
            .append(" |\n");
      }
    }
    return table.toString();
  }
}
