package io.weir.cli.observe;

/** The question cannot be answered: one sentence for the person who asked. */
final class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message);
  }
}
