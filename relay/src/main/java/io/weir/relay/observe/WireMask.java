package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes fields out of a serialized message by copying their bytes: what remains is what a field
 * mask would leave after parsing, many times faster. Immutable.
 */
final class WireMask {
  private static final int LOW_NUMBERS = 128;

  // Kept fields by number; a leaf is kept as it is, others are masked in turn. Nearly all numbers
  // are low, and boxing one for each field of each flow would cost more than the copying.
  private final @Nullable WireMask[] low = new @Nullable WireMask[LOW_NUMBERS];
  private final Map<Integer, WireMask> high = new HashMap<>();
  private boolean leaf = true;

  private WireMask() {}

  /**
   * A mask.
   *
   * @param paths valid for the message and normalized
   */
  static WireMask of(Descriptor message, List<String> paths) {
    WireMask root = new WireMask();
    for (String path : paths) {
      WireMask mask = root;
      Descriptor type = message;
      for (String name : path.split("\\.", -1)) {
        FieldDescriptor field = type.findFieldByName(name);
        mask = mask.add(field.getNumber());
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          type = field.getMessageType();
        }
      }
    }
    return root;
  }

  private WireMask add(int number) {
    leaf = false;
    WireMask child = child(number);
    if (child == null) {
      child = new WireMask();
      if (number < LOW_NUMBERS) {
        low[number] = child;
      } else {
        high.put(number, child);
      }
    }
    return child;
  }

  private @Nullable WireMask child(int number) {
    return number < LOW_NUMBERS ? low[number] : high.get(number);
  }

  /** The masked message. */
  ByteString apply(ByteString message) throws InvalidProtocolBufferException {
    if (leaf) {
      return message;
    }
    ByteString.Output bytes = ByteString.newOutput(Math.min(message.size(), 1_024));
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      copy(message, out);
      out.flush();
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return bytes.toByteString();
  }

  private void copy(ByteString message, CodedOutputStream out) throws IOException {
    CodedInputStream in = message.newCodedInput();
    int start = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      WireMask child = child(WireFormat.getTagFieldNumber(tag));
      boolean inside =
          child != null
              && !child.leaf
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (inside) {
        int length = in.readRawVarint32();
        int value = in.getTotalBytesRead();
        in.skipRawBytes(length);
        out.writeBytes(
            WireFormat.getTagFieldNumber(tag),
            child.apply(message.substring(value, value + length)));
      } else {
        in.skipField(tag);
        if (child != null) {
          out.writeRawBytes(message.substring(start, in.getTotalBytesRead()));
        }
      }
      start = in.getTotalBytesRead();
    }
  }
}
