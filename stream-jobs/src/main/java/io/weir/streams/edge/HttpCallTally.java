package io.weir.streams.edge;

import io.weir.series.v1.HttpCall;

/** Requests and responses of one method and path. Immutable. */
public record HttpCallTally(long requests, NamedCounts responses, LatencySketch latencies) {
  /**
   * Method and path, or what took the place of those over the limit.
   *
   * @param method upper case
   * @param path with identifiers folded, see {@link HttpPaths}
   */
  public record Key(String method, String path) implements Comparable<Key> {
    /** Everything over the limit. No path equals it: paths begin with a slash. */
    public static final Key OTHER = new Key("", "other");

    private static final Interned<Key> KNOWN = new Interned<>(1 << 13);

    /** One object for equal calls: many windows hold the same few. */
    static Key of(String method, String path) {
      return KNOWN.of(new Key(method, path));
    }

    @Override
    public int compareTo(Key other) {
      int byPath = path.compareTo(other.path);
      return byPath != 0 ? byPath : method.compareTo(other.method);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Adds field by field. Associative and commutative. */
  public HttpCallTally plus(HttpCallTally other) {
    return new HttpCallTally(
        requests + other.requests,
        responses.plus(other.responses),
        latencies.plus(other.latencies));
  }

  boolean isNone() {
    return requests == 0 && responses.isEmpty() && latencies.isEmpty();
  }

  HttpCallTally negated() {
    return new HttpCallTally(-requests, responses.negated(), latencies.negated());
  }

  HttpCall toProto(Key key) {
    return HttpCall.newBuilder()
        .setMethod(key.method())
        .setPath(key.path())
        .setRequests(requests)
        .addAllResponses(responses.toProto())
        .setLatencySketch(latencies.toBytes())
        .build();
  }

  static HttpCallTally fromProto(HttpCall call) {
    return new HttpCallTally(
        call.getRequests(),
        NamedCounts.fromProto(call.getResponsesList()),
        LatencySketch.fromBytes(call.getLatencySketch()));
  }
}
