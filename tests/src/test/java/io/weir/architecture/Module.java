package io.weir.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The modules, the packages that belong to each, and what each may use of the others. */
enum Module {
  SCHEMAS(
      "archive",
      "cel",
      "codec",
      "config",
      "event",
      "filter",
      "flowtext",
      "hubble",
      "ingest",
      "model",
      "query",
      "runtime",
      "series",
      "slo",
      "topic"),
  COLLECTORS("collector"),
  STORAGE("storage"),
  RELAY("relay"),
  STREAM_JOBS("streams"),
  ALERTING("alerting"),
  DASHBOARDS("dashboards"),
  CLI("cli");

  /** What the archive can be asked; its stores and the archiver are nobody else's business. */
  private static final String STORAGE_QUESTIONS = "io.weir.storage";

  private final List<String> names;

  Module(String... names) {
    this.names = List.of(names);
  }

  /** In ArchUnit's notation, with everything below. */
  String[] packages() {
    return names.stream().map(name -> "io.weir." + name + "..").toArray(String[]::new);
  }

  /**
   * Packages of Weir that this module may use. The arrows point at schemas; the services meet in
   * topics and gRPC contracts; who answers questions may ask the archive; the command line starts
   * everything, and filters files by the relay's own predicate and the collector's own reader.
   */
  String[] mayUse() {
    return switch (this) {
      case CLI -> allPackages();
      case SCHEMAS -> packages();
      case RELAY, DASHBOARDS -> itselfSchemasAnd(STORAGE_QUESTIONS);
      case ALERTING -> itselfSchemasAnd(STORAGE_QUESTIONS, "io.weir.storage.table");
      case COLLECTORS, STORAGE, STREAM_JOBS -> itselfSchemasAnd();
    };
  }

  private String[] itselfSchemasAnd(String... more) {
    return Stream.of(packages(), SCHEMAS.packages(), more)
        .flatMap(Arrays::stream)
        .toArray(String[]::new);
  }

  /** Every package that has a home. */
  static String[] allPackages() {
    return Arrays.stream(values())
        .map(Module::packages)
        .flatMap(Arrays::stream)
        .toArray(String[]::new);
  }
}
