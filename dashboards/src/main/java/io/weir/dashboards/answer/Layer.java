package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where communication fails, in the order of cause: what a policy denies also goes unanswered, and
 * what does not connect cannot answer 500.
 */
public enum Layer {
  POLICY("policy"),
  DROPS("drops"),
  DNS("dns"),
  CONNECT("connect"),
  RESET("reset"),
  HTTP_5XX("http-5xx");

  private final String word;

  Layer(String word) {
    this.word = word;
  }

  /** The word in answers, {@code http-5xx}. */
  @JsonValue
  public String word() {
    return word;
  }
}
