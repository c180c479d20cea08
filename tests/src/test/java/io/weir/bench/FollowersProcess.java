package io.weir.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A {@link FlowsReader} that follows, and can be asked how much it has got. */
final class FollowersProcess implements AutoCloseable {
  /**
   * What the followers have got.
   *
   * @param flows of each follower
   * @param losses messages about events that were lost, of all of them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Got(long[] flows, long losses) {
    long sum() {
      return Arrays.stream(flows).sum();
    }

    Got since(Got earlier) {
      long[] more = flows.clone();
      Arrays.setAll(more, i -> more[i] - earlier.flows[i]);
      return new Got(more, losses - earlier.losses);
    }
  }

  private final Process process;
  private final BufferedReader lines;
  private final OutputStream questions;

  private FollowersProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader();
    this.questions = process.getOutputStream();
  }

  /** Returns when every call was sent; the server may not have begun to answer. */
  static FollowersProcess start(String target, List<Path> requests) throws IOException {
    FollowersProcess followers = new FollowersProcess(FlowsReader.start(target, requests));
    followers.line();
    return followers;
  }

  Got got() throws IOException {
    questions.write('\n');
    questions.flush();
    String[] counts = line().split(" ", -1);
    long[] flows = new long[counts.length];
    long losses = 0;
    for (int i = 0; i < counts.length; i++) {
      String[] parts = counts[i].split("/", -1);
      flows[i] = Long.parseLong(parts[0]);
      losses += Long.parseLong(parts[1]);
    }
    return new Got(flows, losses);
  }

  private String line() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("The followers' process has ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
