package io.weir.bench;

import java.util.List;

/** Whose threads use the CPU, told by the threads' names; the first that fits. */
enum Part {
  /** The thread that sends records in the raw loop; waits in all other runs. */
  RAW_LOOP("raw loop", "main"),
  /** Fetches and decompresses records, and decodes them. */
  JOBS_FETCHER("fetcher", "Source Data Fetcher"),
  JOBS_SOURCE("sources", "Source: "),
  JOBS_CONNECTIONS("connections", "connections", "path-losses"),
  JOBS_WINDOWS(
      "windows", "edge-windows", "service-windows", "drop-windows", "coverage", "probe-windows"),
  JOBS_SINK("sink", "kafka: Writer", "kafka: Committer"),
  /** Parses flows and writes them to the spool; forces them to disk; reads and sends them. */
  COLLECTOR("collector", "benchmark-source", "weir-spool", "weir-export"),
  /** Connections of both, collector and relay: their event loops are the same. */
  GRPC("gRPC", "grpc-"),
  /** Validates, encodes, and hands to the producer, compression included. */
  RELAY("relay ingest", "relay-"),
  PRODUCER("producer network", "kafka-producer-network-thread"),
  ARCHIVER("archiver", "archiver"),
  /** Falls from run to run; a server that runs for a day has next to none. */
  JIT("JIT compiler", "C1 Compiler", "C2 Compiler"),
  /** The default collector's threads. */
  GC("garbage collector", "G1 ", "GC Thread"),
  /** Everything else that runs Java here is the broker's. */
  BROKER("broker", ""),
  /** Threads without Java, such as the database's own, and those that have ended. */
  OTHER("other");

  private final String title;
  private final List<String> prefixes;

  Part(String title, String... prefixes) {
    this.title = title;
    this.prefixes = List.of(prefixes);
  }

  String title() {
    return title;
  }

  static Part of(String thread) {
    for (Part part : values()) {
      if (part.prefixes.stream().anyMatch(thread::startsWith)) {
        return part;
      }
    }
    return OTHER;
  }
}
