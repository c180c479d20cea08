package io.weir.cli.settings;

/** The file of settings cannot be used: what, where, and what to do. */
final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}
