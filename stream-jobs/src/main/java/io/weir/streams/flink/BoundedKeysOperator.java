package io.weir.streams.flink;

import java.util.stream.Stream;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs {@link BoundedKeys}, and tells it how many keys were restored. */
final class BoundedKeysOperator<K, I, O> extends KeyedProcessOperator<K, I, O> {
  private static final long serialVersionUID = 1L;

  private final BoundedKeys<K, I, O> function;

  BoundedKeysOperator(BoundedKeys<K, I, O> function) {
    super(function);
    this.function = function;
  }

  @Override
  public void open() throws Exception {
    super.open();
    try (Stream<?> keys =
        getKeyedStateBackend().getKeys(function.stateName(), VoidNamespace.INSTANCE)) {
      function.count(keys.count());
    }
  }
}
