package io.weir.streams.edge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The workload behind a pod's name, for flows that do not name it.
 *
 * <p>Controllers append suffixes from the alphabet below, which has no vowels and no digits that
 * look like letters; hence {@code api-server} is not taken for a replica of {@code api}.
 */
final class PodNames {
  private static final String SAFE = "[bcdfghjklmnpqrstvwxz2456789]";
  // CronJobs name their jobs by minutes since the epoch: eight digits from 2008 to 2046.
  private static final Pattern CRON_JOB = Pattern.compile("(.+)-[2][0-9]{7}-" + SAFE + "{5}");
  private static final Pattern DEPLOYMENT =
      Pattern.compile("(.+)-" + SAFE + "{6,10}-" + SAFE + "{5}");
  private static final Pattern DAEMON_SET = Pattern.compile("(.+)-" + SAFE + "{5}");
  private static final Pattern STATEFUL_SET = Pattern.compile("(.+)-[0-9]{1,5}");

  /** A workload's kind and name. */
  record Workload(String kind, String name) {}

  // Names come again and again, and patterns are slow. Each name has one place, which the last one
  // of those that share it holds; a lost race costs another look at the patterns.
  private static final int KEPT_MAX = 1 << 14;
  private static final AtomicReferenceArray<@Nullable Known> KEPT =
      new AtomicReferenceArray<>(KEPT_MAX);

  private record Known(String podName, Workload workload) {}

  private PodNames() {}

  static Workload workloadOf(String podName) {
    int hash = podName.hashCode();
    int place = (hash ^ hash >>> 15) & (KEPT_MAX - 1);
    Known known = KEPT.get(place);
    if (known == null || !known.podName().equals(podName)) {
      known = new Known(podName, matching(podName));
      KEPT.set(place, known);
    }
    return known.workload();
  }

  private static Workload matching(String podName) {
    return match(CRON_JOB, "CronJob", podName)
        .or(() -> match(DEPLOYMENT, "Deployment", podName))
        .or(() -> match(DAEMON_SET, "DaemonSet", podName))
        .or(() -> match(STATEFUL_SET, "StatefulSet", podName))
        .orElseGet(() -> new Workload("Pod", podName));
  }

  private static Optional<Workload> match(Pattern pattern, String kind, String podName) {
    Matcher matcher = pattern.matcher(podName);
    return matcher.matches() ? Optional.of(new Workload(kind, matcher.group(1))) : Optional.empty();
  }
}
