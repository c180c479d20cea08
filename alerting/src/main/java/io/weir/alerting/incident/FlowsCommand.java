package io.weir.alerting.incident;

import io.weir.slo.v1.DiagnosisOrBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** The command that shows the flows behind an incident. Pure. */
final class FlowsCommand {
  private static final Set<String> DROPS = Set.of("policy-denial", "datapath-drops");
  private static final int PEER_PARTS = 4;

  private FlowsCommand() {}

  /** {@code weir observe --since … --to-workload …}; empty for what has no flows. */
  static String of(DiagnosisOrBuilder diagnosis) {
    if (!diagnosis.getProbe().isEmpty() || diagnosis.getServer().isEmpty()) {
      return "";
    }
    StringBuilder command =
        new StringBuilder("weir observe --since ")
            .append(second(diagnosis.getBeganNs()))
            .append(" --until ")
            .append(second(diagnosis.getLookedNs()));
    peer(command, "from", diagnosis.getClient());
    peer(command, "to", diagnosis.getServer());
    return command.append(kind(diagnosis)).toString();
  }

  private static Instant second(long ns) {
    return Instant.ofEpochSecond(0, ns).truncatedTo(ChronoUnit.SECONDS);
  }

  private static void peer(StringBuilder command, String side, String peer) {
    List<String> parts = List.of(peer.split("/", -1));
    if (parts.size() != PEER_PARTS) {
      return;
    }
    String kind = parts.get(2);
    String name = parts.get(3);
    switch (kind) {
      case "World" -> option(command, side, "fqdn", name);
      case "Reserved" -> option(command, side, "identity", name);
      default -> {
        option(command, side, "namespace", parts.get(1));
        option(command, side, "workload", kind.isEmpty() ? name : kind + "/" + name);
      }
    }
  }

  private static void option(StringBuilder command, String side, String name, String value) {
    if (!value.isEmpty()) {
      command.append(" --").append(side).append('-').append(name).append(' ').append(quoted(value));
    }
  }

  /** Names come from the network: a shell must not read more into them. */
  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private static String kind(DiagnosisOrBuilder diagnosis) {
    if (diagnosis.getCausesCount() > 0 && DROPS.contains(diagnosis.getCauses(0).getKind())) {
      return ""; // the dropped ones may be further down
    }
    return switch (diagnosis.getIndicator()) {
      case "http-availability" -> " --http-status 5+";
      case "http-latency" -> " --protocol http";
      case "dns-availability", "dns-latency" -> " --protocol dns";
      case "delivery" -> " --verdict DROPPED";
      default -> "";
    };
  }
}
