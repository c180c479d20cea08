package io.weir.cli.server;

import io.weir.runtime.StartException;
import io.weir.streams.JobsConfig;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of the stream jobs, for commands that compute what they compute. */
public final class JobsSettings {
  private JobsSettings() {}

  /**
   * As {@code weir jobs} would run them, with the brokers that it would read from.
   *
   * @throws StartException if the configuration cannot be used, with everything that is wrong
   */
  public static JobsConfig read(Optional<Path> file) throws StartException {
    WeirConfig config = ConfigFiles.read(file);
    String own = config.jobs().bootstrapServers();
    String servers =
        own.equals(JobsConfig.DEFAULT.bootstrapServers()) ? config.kafka().bootstrapServers() : own;
    return config.jobs().at(servers, config.jobs().checkpointDir());
  }
}
