package io.weir.streams.state;

import io.weir.streams.window.WindowSize;
import io.weir.streams.window.Windows.Window;
import java.io.DataOutput;
import java.io.IOException;

/** The name of one window. */
public final class WindowFormat extends StateFormat<Window> {
  private static final long serialVersionUID = 1L;

  /** Version 1: position of the size in {@link WindowSize}, then the start in nanoseconds. */
  static final int V1_SIZE_START = 1;

  @Override
  public int version() {
    return V1_SIZE_START;
  }

  @Override
  protected void write(Window window, DataOutput out) throws IOException {
    out.writeByte(window.size().ordinal());
    out.writeLong(window.startNs());
  }

  @Override
  protected Window read(int version, StateInput in) throws IOException {
    int size = in.readUnsignedByte();
    if (size >= WindowSize.values().length) {
      throw new IOException("window size: " + size + " (expected: one of this version)");
    }
    return new Window(WindowSize.values()[size], in.readLong());
  }
}
