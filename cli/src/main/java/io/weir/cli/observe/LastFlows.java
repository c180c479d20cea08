package io.weir.cli.observe;

import io.weir.hubble.observer.GetFlowsResponse;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps the last so many flows of a stream, and the losses between them, which do not count. In
 * memory up to {@link #MEMORY_BYTES_MAX}; then all that comes goes to a temporary file, of which
 * the end is read. Confined to one thread.
 */
final class LastFlows implements AutoCloseable {
  static final long MEMORY_BYTES_MAX = 32 << 20;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(byte[] bytes, boolean flow) {}

  private final int flowsMax;
  private final long memoryBytesMax;
  private final Deque<Kept> memory = new ArrayDeque<>();
  private int flows;
  private long bytes;
  private boolean spilled;
  private Spool spool = Spool.NONE;

  LastFlows(int flowsMax) {
    this(flowsMax, MEMORY_BYTES_MAX);
  }

  LastFlows(int flowsMax, long memoryBytesMax) {
    this.flowsMax = flowsMax;
    this.memoryBytesMax = memoryBytesMax;
  }

  void add(GetFlowsResponse event) throws IOException {
    Kept kept = new Kept(event.toByteArray(), event.hasFlow());
    if (spilled) {
      spool.add(kept);
      return;
    }
    memory.add(kept);
    bytes += kept.bytes().length;
    flows += kept.flow() ? 1 : 0;
    while (flows > flowsMax) {
      forgetFirst();
    }
    if (bytes > memoryBytesMax) {
      spool = Spool.open(flowsMax);
      spilled = true;
      while (!memory.isEmpty()) {
        spool.add(memory.remove());
      }
    }
  }

  private void forgetFirst() {
    Kept first = memory.remove();
    bytes -= first.bytes().length;
    flows -= first.flow() ? 1 : 0;
  }

  /** Goes back to the first event that was kept; nothing can be added any more. */
  void rewind() throws IOException {
    // The answer begins with a flow, unless there are fewer than were asked for.
    while (flows == flowsMax && !memory.isEmpty() && !memory.element().flow()) {
      forgetFirst();
    }
    spool.rewind();
  }

  /** Whether there are more, after {@link #rewind}. */
  boolean hasNext() {
    return !memory.isEmpty() || spool.hasNext();
  }

  /** Takes the next one out. */
  GetFlowsResponse next() throws IOException {
    return GetFlowsResponse.parseFrom(memory.isEmpty() ? spool.next() : memory.remove().bytes());
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }

  /** A temporary file of events, each behind its length. */
  private static final class Spool implements AutoCloseable {
    /** Without a file and without events. */
    static final Spool NONE = new Spool(Path.of(""), OutputStream.nullOutputStream(), 1);

    private final Path file;
    private final DataOutputStream out;

    /** Where the last flows begin, as a ring. */
    private final long[] offsets;

    private long flows;
    private long size;
    private long read;
    private DataInputStream in = new DataInputStream(InputStream.nullInputStream());

    private Spool(Path file, OutputStream out, int flowsMax) {
      this.file = file;
      this.out = new DataOutputStream(out);
      this.offsets = new long[flowsMax];
    }

    static Spool open(int flowsMax) throws IOException {
      Path file = Files.createTempFile("weir-observe", ".flows");
      file.toFile().deleteOnExit();
      return new Spool(
          file, new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), flowsMax);
    }

    void add(Kept kept) throws IOException {
      if (kept.flow()) {
        offsets[(int) (flows % offsets.length)] = size;
        flows++;
      }
      out.writeInt(kept.bytes().length);
      out.write(kept.bytes());
      size += Integer.BYTES + kept.bytes().length;
    }

    void rewind() throws IOException {
      out.close();
      if (size > 0) {
        read = flows >= offsets.length ? offsets[(int) (flows % offsets.length)] : 0;
        InputStream bytes = Files.newInputStream(file);
        bytes.skipNBytes(read);
        in = new DataInputStream(new BufferedInputStream(bytes, 1 << 16));
      }
    }

    boolean hasNext() {
      return read < size;
    }

    byte[] next() throws IOException {
      byte[] event = in.readNBytes(in.readInt());
      read += Integer.BYTES + event.length;
      return event;
    }

    @Override
    public void close() throws IOException {
      out.close();
      in.close();
      if (size > 0) {
        Files.deleteIfExists(file);
      }
    }
  }
}
