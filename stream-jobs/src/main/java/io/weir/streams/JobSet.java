package io.weir.streams;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Jobs that run as one Flink job and share what they have in common: the source, the memory of what
 * was seen, the connections. A set is a deployment of its own, with its own checkpoints and its own
 * consumer group, because the state of one set means nothing to another.
 *
 * @param jobs at least one
 */
public record JobSet(Set<Job> jobs) {
  /** All jobs in one. */
  public static final JobSet ALL = new JobSet(EnumSet.allOf(Job.class));

  public JobSet {
    if (jobs.isEmpty()) {
      throw new IllegalArgumentException(
          "run: nothing (expected: one or more of " + ALL.label().replace("+", ", ") + ")");
    }
    jobs = Collections.unmodifiableSet(EnumSet.copyOf(jobs));
  }

  /** The jobs, in whatever order and however often they are named. */
  public static JobSet of(Collection<Job> jobs) {
    return new JobSet(Set.copyOf(jobs));
  }

  /** True when {@code job} is one of them. */
  public boolean has(Job job) {
    return jobs.contains(job);
  }

  /** Their names in the order of the data path: {@code edges+slis}. Names folders, too. */
  public String label() {
    return jobs.stream().map(Job::label).collect(Collectors.joining("+"));
  }

  /** Name in Flink and consumer group in Kafka: {@code weir-jobs-edges+slis}. */
  public String fullName() {
    return "weir-jobs-" + label();
  }
}
