package io.weir.streams.flink;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Text keys of operators, see {@link KeySerializer}. */
final class KeyType extends TypeInformation<String> {
  private static final long serialVersionUID = 1L;

  static final KeyType INSTANCE = new KeyType();

  private KeyType() {}

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<String> getTypeClass() {
    return String.class;
  }

  @Override
  public boolean isKeyType() {
    return true;
  }

  @Override
  public TypeSerializer<String> createSerializer(SerializerConfig config) {
    return KeySerializer.INSTANCE;
  }

  @Override
  public String toString() {
    return "Key";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyType;
  }

  @Override
  public int hashCode() {
    return KeyType.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof KeyType;
  }
}
