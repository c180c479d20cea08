package io.weir.cli.observe;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets options be numbers from 0 to 2^64-1. */
final class UnsignedConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String value) {
    try {
      return Long.parseUnsignedLong(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(value + " (expected: a number >= 0)");
    }
  }
}
