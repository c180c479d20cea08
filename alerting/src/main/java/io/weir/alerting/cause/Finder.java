package io.weir.alerting.cause;

import java.util.List;

/** Looks for one sort of cause on the ways by which the bad events may have come. */
interface Finder {
  /** What it finds, in a stable order. */
  List<Finding> find(Scene scene);
}
