package io.weir.model.drop;

import io.weir.model.drop.DropReasonInfo.Datapath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The taxonomy of drop reasons: every code of Cilium's datapath and every name of the Linux kernel,
 * each with a class, what happened and what to do next.
 *
 * <p>The text is in {@code drop-reasons/cilium.txt} and {@code drop-reasons/kernel.txt}, a reason a
 * line; {@code docs/reference/drop-reasons.md} is made from it. Names are the key, never numbers: a
 * kernel's numbers change with its version.
 */
public final class DropReasons {
  /** What the kernel puts in front of its names, and we do not. */
  private static final List<String> KERNEL_PREFIXES = List.of("SKB_DROP_REASON_", "SKB_");

  private static final String SEPARATOR = " \\| ";

  private DropReasons() {}

  // Read on first use: clients that never ask for it do not pay for it.
  private static final class Loaded {
    static final List<DropReasonInfo> ALL =
        Stream.concat(read(Datapath.CILIUM).stream(), read(Datapath.KERNEL).stream()).toList();
    static final Map<String, DropReasonInfo> BY_NAME =
        ALL.stream().collect(Collectors.toUnmodifiableMap(DropReasonInfo::name, info -> info));
    static final Map<Integer, DropReasonInfo> BY_CODE =
        ALL.stream()
            .filter(info -> info.code().isPresent())
            .collect(
                Collectors.toUnmodifiableMap(info -> info.code().getAsInt(), Function.identity()));
  }

  /** All reasons, Cilium's by code, then the kernel's. */
  public static List<DropReasonInfo> all() {
    return Loaded.ALL;
  }

  /** The reason of that name, which may have the kernel's prefix; empty for names not known yet. */
  public static Optional<DropReasonInfo> named(String name) {
    return Optional.ofNullable(Loaded.BY_NAME.get(shortName(name)));
  }

  /** Cilium's reason of that code. */
  public static Optional<DropReasonInfo> ofCode(int code) {
    return Optional.ofNullable(Loaded.BY_CODE.get(code));
  }

  /** The class of a reason; one newer than this program is a fault. */
  public static DropClass classOf(String name) {
    return named(name).map(DropReasonInfo::dropClass).orElse(DropClass.FAULT);
  }

  /** {@code NO_SOCKET} for {@code SKB_DROP_REASON_NO_SOCKET}; other names stay as they are. */
  public static String shortName(String name) {
    for (String prefix : KERNEL_PREFIXES) {
      // SKB_CSUM and others begin so themselves.
      if (name.startsWith(prefix) && !Loaded.BY_NAME.containsKey(name)) {
        return name.substring(prefix.length());
      }
    }
    return name;
  }

  private static List<DropReasonInfo> read(Datapath datapath) {
    String file = "/drop-reasons/" + (datapath == Datapath.CILIUM ? "cilium" : "kernel") + ".txt";
    List<DropReasonInfo> reasons = new ArrayList<>();
    int number = 0;
    for (String line : text(file).split("\n", -1)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        reasons.add(parse(datapath, line, file + ":" + number));
      }
    }
    return reasons;
  }

  private static DropReasonInfo parse(Datapath datapath, String line, String place) {
    String[] parts = line.split(SEPARATOR, -1);
    int name = datapath == Datapath.CILIUM ? 1 : 0;
    if (parts.length != name + 4) {
      throw new IllegalStateException(
          place + ": " + parts.length + " parts (expected: " + (name + 4) + ")");
    }
    return new DropReasonInfo(
        datapath,
        name == 1 ? OptionalInt.of(Integer.parseInt(parts[0])) : OptionalInt.empty(),
        parts[name],
        DropClass.valueOf(parts[name + 1].toUpperCase(Locale.ROOT)),
        parts[name + 2],
        parts[name + 3]);
  }

  private static String text(String file) {
    try (InputStream in = DropReasons.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
