package io.weir.cli.cluster;

import io.grpc.StatusRuntimeException;
import io.weir.cli.observe.CliException;
import io.weir.cli.observe.ConnectionOptions;
import io.weir.cli.observe.ObserverClient;
import io.weir.flowtext.Colors;
import io.weir.hubble.observer.ServerStatusRequest;

/** What a server calls its version. */
final class ServerVersion {
  private ServerVersion() {}

  /** The version, or why it is not known. */
  static String of(ConnectionOptions connection) throws InterruptedException {
    try (ObserverClient client = ObserverClient.connect(connection)) {
      String version =
          client.observer().serverStatus(ServerStatusRequest.getDefaultInstance()).getVersion();
      return version.isEmpty() ? "does not say" : Colors.escape(version);
    } catch (CliException e) {
      return "not known: " + e.getMessage();
    } catch (StatusRuntimeException e) {
      return "not known: " + ObserverClient.sentence(e);
    }
  }
}
