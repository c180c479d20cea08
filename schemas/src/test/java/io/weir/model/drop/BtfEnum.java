package io.weir.model.drop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the names of one enum out of a kernel's type information (BTF). */
final class BtfEnum {
  private static final int ENUM = 6;
  private static final int ENUM64 = 19;

  private final ByteBuffer btf;
  private final int strings;

  private BtfEnum(ByteBuffer btf, int strings) {
    this.btf = btf;
    this.strings = strings;
  }

  /** The members of {@code name} in order; none when there is no such enum. */
  static List<String> read(byte[] file, String name) {
    ByteBuffer btf = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (btf.getShort(0) != (short) 0xeb9f) {
      btf.order(ByteOrder.BIG_ENDIAN);
    }
    int header = btf.getInt(4);
    int types = header + btf.getInt(8);
    int end = types + btf.getInt(12);
    return new BtfEnum(btf, header + btf.getInt(16)).find(types, end, name);
  }

  private List<String> find(int from, int end, String name) {
    int at = from;
    while (at < end) {
      int info = btf.getInt(at + 4);
      int kind = (info >>> 24) & 31;
      int members = info & 0xffff;
      int body = at + 12;
      if ((kind == ENUM || kind == ENUM64) && text(btf.getInt(at)).equals(name)) {
        return members(body, members, size(kind, 1));
      }
      at = body + size(kind, members);
    }
    return List.of();
  }

  private List<String> members(int at, int count, int each) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(text(btf.getInt(at + i * each)));
    }
    return names;
  }

  /** Bytes that follow a type's head. */
  private static int size(int kind, int members) {
    return switch (kind) {
      case 1, 14, 17 -> 4;
      case 3 -> 12;
      case 4, 5, 15, ENUM64 -> 12 * members;
      case ENUM, 13 -> 8 * members;
      default -> 0;
    };
  }

  private String text(int offset) {
    StringBuilder text = new StringBuilder();
    for (int at = strings + offset; btf.get(at) != 0; at++) {
      text.append((char) btf.get(at));
    }
    return text.toString();
  }
}
