package io.weir.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes label selectors over Cilium's labels, {@code source:key=value}. A key without a source
 * is of any source.
 */
final class LabelMeaning {
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET =
      Pattern.compile("(?<key>\\S+)\\s+(?<operator>in|notin)\\s*\\((?<values>[^)]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("(?<key>[^=!\\s]+)\\s*(?<operator>!=|==?)\\s*(?<values>\\S*)");

  /** One label, taken apart. */
  private record Label(String source, String key, String value) {
    static Label parse(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      int colon = name.indexOf(':');
      return new Label(
          colon < 0 ? "" : name.substring(0, colon),
          name.substring(colon + 1),
          equals < 0 ? "" : text.substring(equals + 1));
    }

    boolean hasKey(String wanted) {
      Label key = KNOWN.computeIfAbsent(wanted, Label::parse);
      if (key.source().equals("cidr") && source.equals("cidr")) {
        return Addresses.contains(block(key.key()), block(this.key));
      }
      return (key.source().isEmpty() || key.source().equals(source)) && key.key().equals(this.key);
    }

    /** A label cannot hold colons, so IPv6 blocks come with dashes. */
    private static String block(String key) {
      return key.replace('-', ':');
    }
  }

  /** Taking apart takes time, and the same labels come again and again. */
  private static final Map<String, Label> KNOWN = new ConcurrentHashMap<>();

  private LabelMeaning() {}

  /** All requirements, which commas join, hold. */
  static boolean matches(String selector, List<String> texts) {
    List<Label> labels =
        texts.stream().map(text -> KNOWN.computeIfAbsent(text, Label::parse)).toList();
    return COMMA_OUTSIDE_PARENTHESES
        .splitAsStream(selector)
        .allMatch(requirement -> holds(requirement.strip(), labels));
  }

  private static boolean holds(String requirement, List<Label> labels) {
    Matcher set = SET.matcher(requirement);
    if (set.matches()) {
      List<String> values = List.of(set.group("values").strip().split("\\s*,\\s*"));
      return set.group("operator").equals("in") == has(labels, set.group("key"), values);
    }
    Matcher equality = EQUALITY.matcher(requirement);
    if (equality.matches()) {
      List<String> values = List.of(equality.group("values"));
      return !equality.group("operator").equals("!=") == has(labels, equality.group("key"), values);
    }
    if (requirement.startsWith("!")) {
      String key = requirement.substring(1).strip();
      return labels.stream().noneMatch(label -> label.hasKey(key));
    }
    return labels.stream().anyMatch(label -> label.hasKey(requirement));
  }

  private static boolean has(List<Label> labels, String key, List<String> values) {
    return labels.stream().anyMatch(label -> label.hasKey(key) && values.contains(label.value()));
  }
}
