package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether everything that happened was counted. */
public enum Completeness {
  TRUE,
  FALSE,
  UNKNOWN;

  /** The word in answers. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
