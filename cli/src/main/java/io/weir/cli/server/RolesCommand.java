package io.weir.cli.server;

import io.weir.runtime.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One role, or several joined by commas, as a process of its own. */
@Command(
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a role as a process of its own. Roles joined by commas share a process:",
      "broker, collector, relay, archiver, jobs, alerting, dashboards.",
      "",
      "With the embedded archive the roles that use it belong together: relay,archiver,dashboards.",
      "A relay without it takes events in and answers no queries.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ./weir collector --config config/cluster.yaml",
      "  ./weir relay,archiver,dashboards --config config/cluster.yaml",
      "  WEIR_COLLECTOR_EXPORT_RELAY=relay:4245 ./weir collector"
    })
public final class RolesCommand implements Callable<Integer> {
  /** The roles that there are. */
  public static final Set<String> NAMES =
      Set.of("broker", "collector", "relay", "archiver", "jobs", "alerting", "dashboards");

  private final List<String> roles;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; without it the defaults of config/weir.yaml.")
  private @Nullable Path config;

  @Option(
      names = "--announce",
      paramLabel = "FILE",
      description = "Write a JSON file with all addresses once ready.")
  private @Nullable Path announce;

  public RolesCommand(List<String> roles) {
    this.roles = List.copyOf(roles);
  }

  @Override
  public Integer call() throws StartException, InterruptedException {
    return new ServerProcess(
            ConfigFiles.read(Optional.ofNullable(config)),
            Set.copyOf(roles),
            Optional.ofNullable(announce))
        .run();
  }
}
