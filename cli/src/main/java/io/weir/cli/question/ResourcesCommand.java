package io.weir.cli.question;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code weir resources}: each node, container and unit by its newest reading. */
@Command(
    name = "resources",
    description = "Which nodes and containers are under pressure, throttled or OOM-killed?",
    footerHeading = "%n",
    footer = {"Examples:", "  weir resources", "  weir resources --sort throttled --limit 20"})
public final class ResourcesCommand extends QuestionCommand {
  @Override
  String question() {
    return "resources";
  }

  @Override
  Report report() {
    Table table =
        new Table()
            .left("STATE", row -> row.path("pressure").asBoolean() ? "pressure" : "ok")
            .left("NODE", row -> Text.text(row.path("node")))
            .left("KIND", row -> Text.text(row.path("kind")))
            .left("NAME", ResourcesCommand::name)
            .left("QOS", row -> Text.text(row.path("qosClass")))
            .right("CORES", ResourcesCommand::cores)
            .right("CPU", row -> Text.percent(row.path("cpu").path("usedRatio")))
            .right("THROTTLED", row -> Text.percent(row.path("cpu").path("throttledRatio")))
            .right("MEMORY", row -> Text.bytes(row.path("memory").path("workingSetBytes")))
            .right("LIMIT", row -> Text.bytes(row.path("memory").path("limitBytes")))
            .right("CPU WAIT", row -> Text.percent(row.path("cpuStall").path("some")))
            .right("MEM STALL", row -> Text.percent(row.path("memoryStall").path("full")))
            .right("IO STALL", row -> Text.percent(row.path("ioStall").path("full")))
            .right("OOM KILLS", row -> Text.count(row.path("oomKills")));
    return new Report(
        table,
        row ->
            row.path("pressure").asBoolean()
                ? name(row)
                    + " on "
                    + Text.text(row.path("node"))
                    + ": "
                    + Text.text(row.path("why"))
                : "");
  }

  private static String name(JsonNode row) {
    String namespace = Text.text(row.path("namespace"));
    String name = Text.text(row.path("name"));
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  private static String cores(JsonNode row) {
    JsonNode used = row.path("cpu").path("usedCores");
    return used.isNumber() ? String.format(Locale.ROOT, "%.2f", used.asDouble()) : "";
  }
}
