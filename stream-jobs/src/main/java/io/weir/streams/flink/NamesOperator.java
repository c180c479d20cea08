package io.weir.streams.flink;

import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.NameAnswer;
import java.util.stream.Stream;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs {@link Names}, and tells it how many names were restored. */
final class NamesOperator extends KeyedProcessOperator<String, NameAnswer, EdgeDelta> {
  private static final long serialVersionUID = 1L;

  private final Names names;

  NamesOperator(Names names) {
    super(names);
    this.names = names;
  }

  @Override
  public void open() throws Exception {
    super.open();
    try (Stream<?> keys = getKeyedStateBackend().getKeys(Names.STATE, VoidNamespace.INSTANCE)) {
      names.restored(keys.count());
    }
  }
}
