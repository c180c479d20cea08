package io.weir.streams.flink;

import io.weir.streams.state.StateFormat;
import io.weir.streams.state.StateInput;
import io.weir.streams.state.WindowFormat;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A partial sum, between operators. Never part of a checkpoint. */
final class PartialFormat<A> extends StateFormat<Partial<A>> {
  private static final long serialVersionUID = 1L;

  /** Version 1: key in UTF-8, window and sum in their own formats, each with its length. */
  private static final int V1_KEY_WINDOW_SUM = 1;

  private final StateFormat<A> sums;

  PartialFormat(StateFormat<A> sums) {
    this.sums = sums;
  }

  @SuppressWarnings("unchecked") // erased to the record's one class
  static <A> TypeInformation<Partial<A>> type(StateFormat<A> sums) {
    return new FormatType<>(
        (Class<Partial<A>>) (Class<?>) Partial.class, new PartialFormat<>(sums));
  }

  @Override
  public int version() {
    return V1_KEY_WINDOW_SUM;
  }

  @Override
  protected void write(Partial<A> partial, DataOutput out) throws IOException {
    writeBytes(partial.key().getBytes(StandardCharsets.UTF_8), out);
    writeBytes(new WindowFormat().encode(partial.window()), out);
    writeBytes(sums.encode(partial.addend()), out);
  }

  @Override
  protected Partial<A> read(int version, StateInput in) throws IOException {
    return new Partial<>(
        new String(readBytes(in), StandardCharsets.UTF_8),
        new WindowFormat().decode(readBytes(in)),
        sums.decode(readBytes(in)));
  }
}
