package io.weir.cli.observe;

import io.weir.collector.net.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Refuses what is no address while it is known where it was written. */
final class AddressConverter implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (Address.parse(value).isEmpty()) {
      throw new TypeConversionException("'" + value + "' (expected: " + Address.RULE + ")");
    }
    return value;
  }
}
