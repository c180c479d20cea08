package io.weir.relay.observe.filter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression becomes, estimated from its text: repetitions of
 * repetitions multiply, and a program's size is what matching costs for each character.
 */
final class RegexCost {
  private final String regex;
  private int at;

  private RegexCost(String regex) {
    this.regex = regex;
  }

  /** Instructions, about; at most {@link Long#MAX_VALUE}. */
  static long of(String regex) {
    return new RegexCost(regex).total();
  }

  private long total() {
    Deque<Long> outer = new ArrayDeque<>();
    long sum = 0;
    long last = 0;
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '(' -> {
          outer.push(add(sum, last));
          sum = 0;
          last = 0;
        }
        case ')' -> {
          last = add(add(sum, last), 2);
          sum = outer.isEmpty() ? 0 : outer.pop();
        }
        case '{' -> last = multiply(last, repetitions());
        case '[' -> {
          sum = add(sum, last);
          skipClass();
          last = 1;
        }
        case '\\' -> {
          sum = add(sum, last);
          at++;
          last = 1;
        }
        default -> {
          sum = add(sum, last);
          last = 1;
        }
      }
    }
    while (!outer.isEmpty()) {
      sum = add(sum, outer.pop());
    }
    return add(sum, last);
  }

  /** The larger number in {@code n}}, {@code n,}} or {@code n,m}}; 1 for what is no repetition. */
  private long repetitions() {
    int end = regex.indexOf('}', at);
    String inside = end < 0 ? "" : regex.substring(at, end);
    if (!inside.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
      return 1;
    }
    at = end + 1;
    long most = 1;
    for (String number : inside.split(",", -1)) {
      most = Math.max(most, number.isEmpty() ? 1 : Long.parseLong(number));
    }
    return most;
  }

  private void skipClass() {
    // A bracket right at the start stands for itself.
    for (boolean first = true; at < regex.length(); first = false) {
      char c = regex.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == ']' && !first) {
        return;
      } else if (c == '^' && first && at < regex.length() && regex.charAt(at) == ']') {
        at++;
      }
    }
  }

  private static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  private static long multiply(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }
}
