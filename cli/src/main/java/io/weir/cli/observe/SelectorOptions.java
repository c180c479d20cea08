package io.weir.cli.observe;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which events, by number and time. */
final class SelectorOptions {
  /** {@code GetFlowsRequest.number} for everything. */
  static final long ALL = -1;

  /** How many a question without a number, a time and {@code --follow} is answered with. */
  static final long LAST_DEFAULT = 20;

  @Option(names = "--all", description = "Everything that is kept.")
  boolean all;

  @Option(
      names = "--first",
      paramLabel = "N",
      converter = UnsignedConverter.class,
      description = "The oldest N that match.")
  Optional<Long> first = Optional.empty();

  @Option(
      names = "--last",
      paramLabel = "N",
      converter = UnsignedConverter.class,
      description = "The newest N that match (default: 20, unless a time or --follow is given).")
  Optional<Long> last = Optional.empty();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what arrives, also after the connection broke.")
  boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only from then on: 5m, 3d, 2026-01-05T10:00:00Z, 2026-01-05, … (UTC)")
  Optional<String> since = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Only until then; has no meaning with --follow.")
  Optional<String> until = Optional.empty();

  /**
   * Which part of the stream to ask for, as it goes into a request.
   *
   * @param number at most so many, unsigned; 0 for no limit, {@link #ALL} for everything
   * @param first the first ones instead of the last
   * @param follow go on with what arrives
   * @param since from then on, inclusive
   * @param until until then, inclusive
   */
  record Selection(
      long number,
      boolean first,
      boolean follow,
      Optional<Instant> since,
      Optional<Instant> until) {
    /** The same range with everything in it. */
    Selection withoutNumber() {
      return new Selection(follow ? number : ALL, false, follow, since, until);
    }
  }

  /**
   * What these options select.
   *
   * @param now what relative times count back from
   * @param lastDefault the number without a number, a time and {@code --follow}; 0 for no limit
   * @throws IllegalArgumentException naming what cannot be combined or understood
   */
  Selection select(Instant now, long lastDefault) {
    boolean isFirst = isSet(first);
    boolean isLast = isSet(last);
    refuse(isFirst && isLast, "--first", "--last");
    refuse(isFirst && all, "--first", "--all");
    refuse(isFirst && follow, "--first", "--follow");
    refuse(isLast && all, "--last", "--all");
    Optional<Instant> from = since.map(text -> time("--since", text, now));
    Optional<Instant> to =
        follow ? Optional.empty() : until.map(text -> time("--until", text, now));
    long number;
    if (isFirst) {
      number = first.get();
    } else if (from.isPresent() || to.isPresent()) {
      number = last.orElse(0L);
    } else if (all) {
      number = ALL;
    } else {
      number = isLast ? last.get() : follow ? 0 : lastDefault;
    }
    return new Selection(number, isFirst, follow, from, to);
  }

  /** As in {@code hubble}, 0 is the same as nothing. */
  private static boolean isSet(Optional<Long> number) {
    return number.orElse(0L) != 0;
  }

  private static Instant time(String flag, String text, Instant now) {
    return TimeArgument.parse(flag, text, now, ZoneOffset.UTC);
  }

  private static void refuse(boolean both, String a, String b) {
    if (both) {
      throw new IllegalArgumentException(a + " and " + b + " cannot be combined");
    }
  }
}
