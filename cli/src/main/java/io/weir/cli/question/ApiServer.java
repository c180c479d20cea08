package io.weir.cli.question;

import picocli.CommandLine.Option;

/** The flag that says where Weir's JSON API is; for commands that ask it. */
public final class ApiServer {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:WEIR_SERVER_HTTP:-127.0.0.1:4280}",
      description = "Weir's HTTP address (default: $WEIR_SERVER_HTTP, else 127.0.0.1:4280).")
  private String server = "127.0.0.1:4280";

  /** Asks there. */
  public ApiClient client() {
    return new ApiClient(server);
  }
}
