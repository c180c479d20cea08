package io.weir.cli.observe;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Lets options be ports. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int PORT_MAX = 65_535;

  @Override
  public Integer convert(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new TypeConversionException("'" + value + "' (expected: 0 to " + PORT_MAX + ")");
  }
}
