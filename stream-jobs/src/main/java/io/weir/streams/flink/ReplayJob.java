package io.weir.streams.flink;

import com.google.common.base.Throwables;
import io.weir.slo.v1.SloDefinition;
import io.weir.streams.JobSet;
import io.weir.streams.JobsConfig;
import io.weir.streams.JobsMetrics;
import io.weir.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The stream jobs once over the past: the same topology as live, on a mini cluster inside this
 * process, from given records to given records. Equal records in give equal records out.
 *
 * <p>Nothing is ever too late, and no limit sums keys up as {@code other}: both depend on when
 * things arrived. The price is memory: windows are held until all is read, some 1 KiB for each
 * record that will be written, and connections for as long as live remembers them, in event time.
 */
public final class ReplayJob {
  private static final String NAME = "weir-replay";

  /**
   * Takes what is written: each window's records once, in no certain order. Called by one thread.
   */
  @FunctionalInterface
  public interface Records {
    void put(Topic topic, byte[] key, byte[] value);
  }

  /** Told of every record that is read. Called by one thread for each topic. */
  @FunctionalInterface
  public interface Reading {
    /**
     * A record was read.
     *
     * @param eventMs 0 for records without an event time
     */
    void read(Topic topic, RawRecord record, long eventMs);
  }

  private final JobsConfig config;
  private final Course course;
  private final Map<Topic, RawRecords> inputs;
  private final List<SloDefinition> definitions;

  /**
   * @param config thresholds and timeouts; the rest is of no matter
   * @param fromNs first start of the windows that are written
   * @param toNs start of the first window after them
   * @param inputs of {@link Topic#FLOWS} and {@link Topic#PROBES}
   * @param definitions in force for all flows from their {@code effective_from_ns} on
   */
  public ReplayJob(
      JobsConfig config,
      long fromNs,
      long toNs,
      Map<Topic, RawRecords> inputs,
      List<SloDefinition> definitions) {
    this.config = config;
    this.course = Course.replay(fromNs, toNs);
    this.inputs = Map.copyOf(inputs);
    this.definitions = List.copyOf(definitions);
  }

  /**
   * Reads everything and hands over every record.
   *
   * @throws ReplayException if it cannot be read to the end
   */
  public void run(Records results, Reading reading) throws ReplayException, InterruptedException {
    try (ReplayRun run = new ReplayRun(inputs, results, reading)) {
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.createLocalEnvironment(1, JobsEnvironment.replay());
      new StreamJobs(config, JobSet.ALL, JobsMetrics.Ref.NOOP, course, definitions)
          .build(new ReplayEnds(env, run.ref(), config));
      await(env.executeAsync(NAME));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static void await(JobClient job) throws InterruptedException, ExecutionException {
    try {
      job.getJobExecutionResult().get();
    } catch (InterruptedException e) {
      // The mini cluster ends by itself once its job has.
      job.cancel();
      throw e;
    }
  }

  private static ReplayException failed(Exception e) {
    Throwable cause = Throwables.getRootCause(e);
    return new ReplayException(
        "The replay broke off: " + (cause.getMessage() == null ? cause : cause.getMessage()), e);
  }
}
