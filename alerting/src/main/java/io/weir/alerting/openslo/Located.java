package io.weir.alerting.openslo;

/** A value and where it stands, so that later checks can point at it. */
public record Located<T>(T value, Place place) {}
