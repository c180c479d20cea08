package io.weir.alerting.openslo;

import io.weir.slo.v1.DefinedObject;

/**
 * What tells objects apart.
 *
 * @param kind as OpenSLO writes it
 */
record ObjectName(String kind, String name) {
  static ObjectName of(OpenSloObject object) {
    return new ObjectName(object.kind().word(), object.metadata().name().value());
  }

  static ObjectName of(DefinedObject object) {
    return new ObjectName(object.getKind(), object.getName());
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
