package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.window.Windows;
import io.weir.streams.window.Windows.Window;
import java.util.List;

/**
 * Windows of what was over the limit: the same sums and records, under the keys that stand for all
 * others.
 *
 * @param <A> a window's sum
 */
final class PartialFold<A> implements WindowFold<Partial<A>, A> {
  private static final long serialVersionUID = 1L;

  private final WindowFold<?, A> whole;

  PartialFold(WindowFold<?, A> whole) {
    this.whole = whole;
  }

  @Override
  public String key(Partial<A> partial) {
    return partial.key();
  }

  @Override
  public String otherKey(Partial<A> partial) {
    return partial.key();
  }

  @Override
  public long timeNs(Partial<A> partial) {
    return partial.window().startNs();
  }

  @Override
  public List<Window> windows(Partial<A> partial, Windows windows) {
    return List.of(partial.window());
  }

  @Override
  public A lift(Partial<A> partial) {
    return partial.addend();
  }

  @Override
  public A plus(A a, A b) {
    return whole.plus(a, b);
  }

  @Override
  public long baselineCount(A sum) {
    return whole.baselineCount(sum);
  }

  @Override
  public boolean hasBaseline() {
    return whole.hasBaseline();
  }

  @Override
  public void write(String key, Window window, A sum, Around around, Slots out) {
    whole.write(key, window, sum, around, out);
  }

  @Override
  public StateFormat<A> format() {
    return whole.format();
  }
}
