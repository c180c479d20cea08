package io.weir.filter.query;

import com.google.common.net.InetAddresses;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.weir.config.Spelling;
import io.weir.filter.FilterWords;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What may stand behind a key: how it is written canonically, what is wrong with the rest, and what
 * the flag of {@code observe} wants instead. Canonical values are their own canonical form.
 */
public final class Values {
  static final Values TEXT = of("a text", Optional::of);
  static final Values NAME = of("[NAMESPACE/]PREFIX", Optional::of);
  static final Values NAMESPACE = of("a namespace, or * for any", Values::namespace);
  static final Values LABEL = of("a label selector like app=cart", Optional::of);
  static final Values NODE = of("[CLUSTER/]NODE, * as wildcard", Values::node);
  static final Values VERDICT =
      words(FilterWords.verdicts(), value -> value.toUpperCase(Locale.ROOT));
  static final Values REASON =
      new Values(
          "a drop reason like policy_denied",
          FilterWords.dropReasons(),
          value -> word(FilterWords.dropReasons(), value.replace('-', '_').replace(' ', '_')),
          value -> value.toUpperCase(Locale.ROOT));
  static final Values PROTOCOL = words(FilterWords.PROTOCOLS, value -> value);
  static final Values DIRECTION = words(List.of("ingress", "egress"), value -> value);
  static final Values IP_VERSION = words(List.of("v4", "v6", "none"), value -> value);
  static final Values BOOL = words(List.of("true", "false"), value -> value);
  static final Values METHOD =
      new Values(
          "an HTTP method",
          List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
          value -> Optional.of(value.toUpperCase(Locale.ROOT)),
          value -> value);
  static final Values TYPE =
      new Values(
          "drop, trace, l7, policy-verdict, capture, trace-sock or a number, with :SUB if needed",
          FilterWords.eventTypes(),
          value -> FilterWords.isEventType(value) ? Optional.of(lower(value)) : Optional.empty(),
          value -> value);
  static final Values FLAGS =
      new Values(
          "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, NS; with + for several at once",
          List.of("syn", "syn+ack", "fin", "rst", "ack"),
          value ->
              FilterWords.areTcpFlags(value.replace('+', ','))
                  ? Optional.of(lower(value).replace(',', '+').replace(" ", ""))
                  : Optional.empty(),
          value -> value.replace('+', ','));
  static final Values STATUS =
      new Values(
          "a status like 404, 40x or 5xx",
          List.of("2xx", "3xx", "4xx", "5xx"),
          Values::status,
          value -> value.endsWith("x") ? value.replaceAll("x+$", "+") : value);
  static final Values PORT = of("a port from 0 to 65535, or a range like 8000-8100", Values::port);
  static final Values ADDRESS =
      of("an address like 10.0.0.1, or a block like 10.0.0.0/8", Values::address);
  static final Values HOST =
      of("a host name, * as wildcard", value -> matching(value, "[A-Za-z0-9*.-]+"));
  static final Values IDENTITY =
      new Values(
          "a number, or a reserved name like world",
          FilterWords.identities(),
          value ->
              FilterWords.isIdentity(lower(value)) ? Optional.of(lower(value)) : Optional.empty(),
          value -> value);
  static final Values WORKLOAD =
      of(
          "NAME or KIND/NAME; the namespace is a term of its own, as namespace:shop",
          value -> matching(value, "(?s)[^/]+|[A-Z][^/]*/[^/]*"));
  static final Values REGEX = of("a regular expression (RE2)", Values::regex);
  static final Values HEADER = of("KEY:VALUE", value -> matching(value, "(?s)[^:]+:.*"));
  static final Values POSITIVE = of("a number above 0", Values::positive);
  static final Values DNS =
      new Values(
          "a DNS name, * as wildcard, or a regular expression (RE2) between slashes",
          List.of(),
          DnsName::canonical,
          DnsName::regex);

  private static final int PORT_MAX = 65_535;

  private final String expected;
  private final List<String> words;
  private final Function<String, Optional<String>> canonical;
  private final UnaryOperator<String> flagValue;

  private Values(
      String expected,
      List<String> words,
      Function<String, Optional<String>> canonical,
      UnaryOperator<String> flagValue) {
    this.expected = expected;
    this.words = words;
    this.canonical = canonical;
    this.flagValue = flagValue;
  }

  private static Values of(String expected, Function<String, Optional<String>> canonical) {
    return new Values(expected, List.of(), canonical, value -> value);
  }

  private static Values words(List<String> words, UnaryOperator<String> flagValue) {
    return new Values(String.join(", ", words), words, value -> word(words, value), flagValue);
  }

  /** The rule, for people. */
  public String expected() {
    return expected;
  }

  /** The values that are known beforehand, the likely ones first; empty where anything may be. */
  public List<String> words() {
    return words;
  }

  /** The canonical form of what was typed; empty if it cannot be used. */
  Optional<String> canonical(String typed) {
    return typed.isEmpty() ? Optional.empty() : canonical.apply(typed);
  }

  /** What the flag of {@code observe} wants for a canonical value. */
  String flagValue(String value) {
    return flagValue.apply(value);
  }

  /** The word that was probably meant. */
  Optional<String> suggestion(String typed) {
    return Spelling.nearest(lower(typed), words);
  }

  private static Optional<String> word(List<String> words, String typed) {
    return Optional.of(lower(typed)).filter(words::contains);
  }

  private static Optional<String> matching(String value, String pattern) {
    return value.matches(pattern) ? Optional.of(value) : Optional.empty();
  }

  private static Optional<String> namespace(String value) {
    return value.contains("/") ? Optional.empty() : Optional.of(value);
  }

  private static Optional<String> node(String value) {
    return value.chars().filter(c -> c == '/').count() > 1 ? Optional.empty() : Optional.of(value);
  }

  private static Optional<String> port(String value) {
    if (!value.matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
      return Optional.empty();
    }
    int dash = value.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? value : value.substring(0, dash));
    int last = Integer.parseInt(value.substring(dash + 1));
    if (first > last || last > PORT_MAX) {
      return Optional.empty();
    }
    return Optional.of(first == last ? "" + first : first + "-" + last);
  }

  /** {@code 5xx}, {@code 5+} and {@code 5x} all are what begins with 5. */
  private static Optional<String> status(String value) {
    String typed = lower(value).replaceAll("[x+]+$", "x");
    if (typed.matches("[1-5][0-9]{2}")) {
      return Optional.of(typed);
    }
    return typed.matches("[1-5][0-9]?x")
        ? Optional.of(typed.length() == 2 ? typed + "x" : typed)
        : Optional.empty();
  }

  private static Optional<String> address(String value) {
    int slash = value.indexOf('/');
    String host = slash < 0 ? value : value.substring(0, slash);
    if (!InetAddresses.isInetAddress(host)) {
      return Optional.empty();
    }
    InetAddress address = InetAddresses.forString(host);
    String prefix = slash < 0 ? "0" : value.substring(slash + 1);
    boolean fits =
        prefix.matches("[0-9]{1,3}")
            && Integer.parseInt(prefix) <= address.getAddress().length * Byte.SIZE;
    return fits ? Optional.of(value) : Optional.empty();
  }

  private static Optional<String> positive(String value) {
    try {
      long number = Long.parseUnsignedLong(value);
      return number == 0 ? Optional.empty() : Optional.of(Long.toUnsignedString(number));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static Optional<String> regex(String value) {
    try {
      Pattern.compile(value);
      return Optional.of(value);
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
