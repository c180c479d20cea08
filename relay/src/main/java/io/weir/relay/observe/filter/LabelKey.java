package io.weir.relay.observe.filter;

import java.util.List;
import java.util.Optional;

/**
 * The key of a selector's requirement: {@code app} (from any source), {@code k8s:app}, {@code
 * reserved:world}, or {@code cidr:10.0.0.0/8}, which also stands for every narrower block.
 *
 * @param source exact; empty or {@code any} for any source
 * @param name exact, except for blocks
 * @param block the address block of a {@code cidr} key
 */
record LabelKey(String source, String name, Optional<Cidr> block) {
  private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";
  private static final String PREFIX = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";

  static LabelKey parse(String text) {
    int colon = text.indexOf(':');
    String source = colon < 0 ? "" : text.substring(0, colon);
    String name = text.substring(colon + 1);
    if (source.equals("cidr")) {
      return new LabelKey(source, name, Optional.of(Cidr.parse(unescape(name))));
    }
    if (!name.matches("(" + PREFIX + "/)?" + NAME)) {
      throw new IllegalArgumentException(
          "key \"" + text + "\" (expected: [source:][prefix/]name of letters, digits, '-_.')");
    }
    return new LabelKey(source, name, Optional.empty());
  }

  /** Labels cannot hold colons, so Cilium writes IPv6 blocks with dashes. */
  private static String unescape(String block) {
    return block.replace('-', ':');
  }

  /** The first label with this key. */
  Optional<Label> find(List<String> labels) {
    for (String text : labels) {
      Label label = Label.parse(text);
      if (fits(label)) {
        return Optional.of(label);
      }
    }
    return Optional.empty();
  }

  private boolean fits(Label label) {
    if (!source.isEmpty() && !source.equals("any") && !source.equals(label.source())) {
      return false;
    }
    if (block.isEmpty()) {
      return name.equals(label.key());
    }
    try {
      return block.get().contains(Cidr.parse(unescape(label.key())));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
