package io.weir.cli.observe;

/** The question cannot be answered: one sentence for the person who asked. */
public final class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The sentence goes to stderr. */
  public CliException(String message) {
    super(message);
  }
}
