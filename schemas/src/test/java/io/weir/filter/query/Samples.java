package io.weir.filter.query;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that a key understands, awkward ones among them. */
public final class Samples {
  private static final List<String> TEXTS =
      List.of(
          "x", "a b", "\"", "\\", "a\\\"b", "a,b", "it's", "-1", "@file", "$HOME", "é ✓", "a:b=c",
          "not", "'");
  private static final Map<Values, List<String>> KNOWN =
      Map.ofEntries(
          Map.entry(Values.NAMESPACE, List.of("shop", "default", "*")),
          Map.entry(Values.NODE, List.of("prod/n1", "n*", "prod/")),
          Map.entry(Values.PORT, List.of("0", "443", "8000-8100", "65535")),
          Map.entry(Values.ADDRESS, List.of("10.0.0.1", "10.0.0.0/8", "fd00::1", "fd00::/64")),
          Map.entry(Values.HOST, List.of("*.example.com", "db")),
          Map.entry(Values.WORKLOAD, List.of("cart", "Deployment/cart", "Job/", "a b")),
          Map.entry(Values.STATUS, List.of("404", "50x", "5xx")),
          Map.entry(Values.HEADER, List.of("Host:cart", "X-A: b, c", "k:")),
          Map.entry(Values.POSITIVE, List.of("1", "18446744073709551615")),
          Map.entry(Values.REGEX, List.of("^/a", "a b", "\\d+,\\\\", "\"[^\"]*\"", "x|'y'")),
          Map.entry(Values.DNS, List.of("*.cluster.local", "db_1", "/^a, b/")),
          Map.entry(Values.IDENTITY, List.of("world", "40211", "4294967295")),
          Map.entry(
              Values.TYPE,
              List.of("drop", "l7", "trace:to-endpoint", "drop:policy_denied", "129", "4:3")));

  private Samples() {}

  /** One for each key, the name where the key takes any. */
  static String of(Key key, String name) {
    List<String> values = values(key);
    return values == TEXTS ? name : values.get(0);
  }

  /** Any of them. */
  public static String any(Key key, Random random) {
    List<String> values = values(key);
    return values.get(random.nextInt(values.size()));
  }

  private static List<String> values(Key key) {
    return key.values().words().isEmpty() || KNOWN.containsKey(key.values())
        ? KNOWN.getOrDefault(key.values(), TEXTS)
        : key.values().words();
  }

  /** A query of up to so many terms; some contradict themselves. */
  public static FlowQuery query(Random random, int termsMax) {
    return new FlowQuery(
        random
            .ints(random.nextInt(termsMax + 1), 0, Key.ALL.size())
            .mapToObj(Key.ALL::get)
            .map(
                key ->
                    new Term(
                        random.nextInt(3) == 0,
                        key,
                        random
                            .ints(1 + random.nextInt(3))
                            .mapToObj(i -> any(key, random))
                            .toList()))
            .toList());
  }
}
