/**
 * Topic values between memory (protobuf) and Kafka (Avro single-object encoding). Depends on the
 * generated messages alone. Start at {@link io.weir.codec.EventCodec}; {@link
 * io.weir.codec.AvroMirror} derives the schemas.
 */
@NullMarked
package io.weir.codec;

import org.jspecify.annotations.NullMarked;
