package io.weir.runtime;

/** This build's version, as the jar's manifest says. */
public final class Version {
  public static final String TEXT = text();

  private Version() {}

  private static String text() {
    String implementation = Version.class.getPackage().getImplementationVersion();
    return implementation == null ? "0.1.0-dev" : implementation;
  }
}
