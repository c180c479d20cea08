package io.weir.collector.export;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.weir.collector.spool.SpooledBatch;
import io.weir.ingest.v1.Batch;
import io.weir.ingest.v1.IngestGrpc;
import io.weir.ingest.v1.SendRequest;
import io.weir.ingest.v1.SendResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Requests as bytes: what the spool holds is sent as it stands, decoded by the relay alone. */
final class Requests {
  /** {@code Ingest/Send} with encoded requests. */
  static final MethodDescriptor<byte[], SendResponse> SEND =
      IngestGrpc.getSendMethod().toBuilder(
              new Bytes(), IngestGrpc.getSendMethod().getResponseMarshaller())
          .build();

  private Requests() {}

  /** An encoded {@link SendRequest} with a {@link Batch}. */
  static byte[] batch(SpooledBatch batch) {
    int size =
        CodedOutputStream.computeStringSize(Batch.COLLECTOR_FIELD_NUMBER, batch.run())
            + CodedOutputStream.computeUInt64Size(Batch.FIRST_SEQ_FIELD_NUMBER, batch.firstSeq())
            + batch.frames().size();
    int header =
        CodedOutputStream.computeTagSize(SendRequest.BATCH_FIELD_NUMBER)
            + CodedOutputStream.computeUInt32SizeNoTag(size);
    byte[] request = new byte[header + size];
    CodedOutputStream out = CodedOutputStream.newInstance(request);
    try {
      out.writeTag(SendRequest.BATCH_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size);
      out.writeString(Batch.COLLECTOR_FIELD_NUMBER, batch.run());
      out.writeUInt64(Batch.FIRST_SEQ_FIELD_NUMBER, batch.firstSeq());
      out.writeRawBytes(batch.frames());
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("In-memory encoding cannot fail on I/O", e);
    }
    return request;
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
