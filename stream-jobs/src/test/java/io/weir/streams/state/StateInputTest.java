package io.weir.streams.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateInputTest {
  private static final String[] TEXTS = {
    "", "node-1", "böse Wörter", "日本語", "🙂", "a\u0000b", "x".repeat(65_535)
  };

  private static byte[] written() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String text : TEXTS) {
      out.writeUTF(text);
    }
    out.writeBoolean(true);
    out.writeByte(-7);
    out.writeByte(200);
    out.writeShort(-300);
    out.writeShort(60_000);
    out.writeChar('ß');
    out.writeInt(Integer.MIN_VALUE + 5);
    out.writeLong(Long.MAX_VALUE - 3);
    out.writeFloat(1.5f);
    out.writeDouble(-2.25);
    out.write(new byte[] {1, 2, 3, 4, 5, 6});
    return bytes.toByteArray();
  }

  /** Everything that was written; a failure names the read that went wrong. */
  private static void readAll(byte[] bytes) throws IOException {
    StateInput in = new StateInput(bytes);
    for (String text : TEXTS) {
      assertThat(in.readUTF()).isEqualTo(text);
    }
    assertThat(in.readBoolean()).isTrue();
    assertThat(in.readByte()).isEqualTo((byte) -7);
    assertThat(in.readUnsignedByte()).isEqualTo(200);
    assertThat(in.readShort()).isEqualTo((short) -300);
    assertThat(in.readUnsignedShort()).isEqualTo(60_000);
    assertThat(in.readChar()).isEqualTo('ß');
    assertThat(in.readInt()).isEqualTo(Integer.MIN_VALUE + 5);
    assertThat(in.readLong()).isEqualTo(Long.MAX_VALUE - 3);
    assertThat(in.readFloat()).isEqualTo(1.5f);
    assertThat(in.readDouble()).isEqualTo(-2.25);
    assertThat(in.readNBytes(2)).containsExactly(1, 2);
    assertThat(in.skipBytes(1)).isEqualTo(1);
    byte[] rest = new byte[in.available()];
    in.readFully(rest);
    assertThat(rest).containsExactly(4, 5, 6);
    assertThat(in.position()).isEqualTo(bytes.length);
  }

  @Test
  void readsWhatAStreamWrites() throws Exception {
    readAll(written());
  }

  @Test
  void neverReadsPastTheEnd() throws Exception {
    byte[] bytes = written();
    for (int length = bytes.length - 40; length < bytes.length - 3; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> readAll(cut)).isInstanceOf(EOFException.class);
    }
    assertThatThrownBy(() -> new StateInput(new byte[] {0, 9, 'a'}).readUTF())
        .isInstanceOf(EOFException.class)
        .hasMessage("bytes: 9 (expected: 0 to 1, which are left)");
    assertThatThrownBy(() -> new StateInput(new byte[4]).readNBytes(-1))
        .isInstanceOf(EOFException.class);
  }
}
