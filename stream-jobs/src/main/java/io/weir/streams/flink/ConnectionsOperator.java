package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/** Runs {@link Connections}, and tells it how many connections were restored. */
final class ConnectionsOperator
    extends CoBroadcastWithKeyedOperator<Long, RawFlow, Definition, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  private final Connections connections;

  ConnectionsOperator(Connections connections) {
    super(connections, List.of(Connections.DEFINITIONS));
    this.connections = connections;
  }

  @Override
  public void open() throws Exception {
    super.open();
    try (Stream<?> keys =
        getKeyedStateBackend().getKeys(Connections.STATE, VoidNamespace.INSTANCE)) {
      connections.restored(keys.count());
    }
  }
}
