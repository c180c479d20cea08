package io.weir.relay.observe;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds fields in serialized messages without parsing the rest. */
final class WireFields {
  private WireFields() {}

  /**
   * The value of a length-delimited field that occurs at most once.
   *
   * @return empty when it is absent
   * @throws InvalidProtocolBufferException if the message is damaged, or the field occurs again,
   *     which only parsing can make sense of
   */
  static Optional<ByteString> single(ByteString message, int number)
      throws InvalidProtocolBufferException {
    CodedInputStream in = message.newCodedInput();
    @Nullable ByteString found = null;
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) != number) {
          in.skipField(tag);
          continue;
        }
        if (found != null
            || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
          throw new InvalidProtocolBufferException("field " + number + " is not a single value");
        }
        int length = in.readRawVarint32();
        int start = in.getTotalBytesRead();
        in.skipRawBytes(length);
        found = message.substring(start, start + length);
      }
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return Optional.ofNullable(found);
  }
}
