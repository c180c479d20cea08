package io.weir.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may depend on whom: said here once, and kept true. A new arrow between parts is a decision;
 * it fails here until it is written down here, with its reason.
 */
class ArchitectureTest {
  /** Made by protoc: they have no package-info of ours, and refer to each other in circles. */
  private static final List<String> GENERATED =
      List.of(
          "io.weir.archive..",
          "io.weir.event..",
          "io.weir.hubble..",
          "io.weir.ingest..",
          "io.weir.query..",
          "io.weir.series..",
          "io.weir.slo..");

  private static final JavaClasses WEIR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.weir");

  @Test
  void theClassesOfTheModulesAreHere() {
    assertThat(
            WEIR.contain("io.weir.codec.EventCodec") && WEIR.contain("io.weir.storage.FlowStore"))
        .as("otherwise every rule below holds for nothing")
        .isTrue();
  }

  @Test
  void everyPackageBelongsToAModule() {
    classes()
        .that(resideInAPackage("io.weir.."))
        .should()
        .resideInAnyPackage(Module.allPackages())
        .because("a new package is listed in Module, where its arrows are stated")
        .check(WEIR);
  }

  @ParameterizedTest
  @EnumSource(Module.class)
  void aModuleUsesOfTheOthersOnlyWhatIsStated(Module module) {
    noClasses()
        .that()
        .resideInAnyPackage(module.packages())
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.weir..").and(not(resideInAnyPackage(module.mayUse()))))
        .because("services meet in topics and gRPC contracts, not in each other's classes")
        .allowEmptyShould(true)
        .check(WEIR);
  }

  /**
   * A library that shapes the code around it, and the packages that wrap it.
   *
   * @param name for messages
   * @param library its packages
   * @param homes where it may be used
   */
  record Technology(String name, List<String> library, List<String> homes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Technology> technologies() {
    return Stream.of(
        new Technology(
            "Flink",
            List.of("org.apache.flink.."),
            List.of("io.weir.streams.flink..", "io.weir.streams.state..")),
        new Technology(
            "Kafka",
            List.of("org.apache.kafka..", "kafka.."),
            List.of(
                "io.weir.relay.publish..",
                "io.weir.relay.observe..",
                "io.weir.storage.archive..",
                "io.weir.storage.table..",
                "io.weir.streams.flink..",
                // Finds what a replay reads, and reads what live wrote.
                "io.weir.streams.replay..",
                "io.weir.alerting.kstreams..",
                "io.weir.cli.broker..")),
        new Technology(
            "DuckDB and SQL",
            List.of("org.duckdb..", "java.sql..", "javax.sql.."),
            List.of("io.weir.storage.embedded..")),
        new Technology(
            "OpenSearch", List.of("org.opensearch.."), List.of("io.weir.storage.opensearch..")),
        new Technology(
            "gRPC",
            List.of("io.grpc.."),
            List.of(
                "io.weir.hubble..",
                "io.weir.ingest..",
                "io.weir.query..",
                "io.weir.relay..",
                "io.weir.collector.export..",
                "io.weir.collector.net..",
                "io.weir.collector.source..",
                // Asks the Observer API as any client does.
                "io.weir.dashboards.flows..",
                "io.weir.cli..")),
        new Technology(
            "gRPC on Netty",
            List.of("io.grpc.netty..", "io.grpc.netty.shaded..", "io.grpc.protobuf.services.."),
            List.of(
                "io.weir.relay..",
                "io.weir.collector.export..",
                "io.weir.collector.net..",
                "io.weir.collector.source..",
                // Ends the client's threads with the connection.
                "io.weir.cli.connect..",
                // Answers the client commands whose classes the launcher archives.
                "io.weir.cli.warmup..")),
        new Technology("CEL", List.of("dev.cel.."), List.of("io.weir.cel..")),
        new Technology(
            "Armeria", List.of("com.linecorp.armeria.."), List.of("io.weir.dashboards..")),
        new Technology(
            "Graph layout", List.of("org.eclipse.elk.."), List.of("io.weir.dashboards.map..")),
        new Technology(
            "YAML",
            List.of("org.yaml.."),
            List.of("io.weir.config..", "io.weir.alerting.openslo..", "io.weir.alerting.rules..")),
        new Technology(
            "Recurrence rules", List.of("org.dmfs.."), List.of("io.weir.alerting.slo..")),
        new Technology("picocli", List.of("picocli.."), List.of("io.weir.cli..")));
  }

  @ParameterizedTest
  @MethodSource("technologies")
  void aTechnologyStaysInThePackagesThatWrapIt(Technology technology) {
    noClasses()
        .that(not(resideInAnyPackage(technology.homes().toArray(String[]::new))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(technology.library().toArray(String[]::new))
        .because(
            technology.name() + " is an adapter around plain Java, replaceable in its packages")
        .allowEmptyShould(true)
        .check(WEIR);
  }

  /** Messages refer to each other as they like; everything that people write does not. */
  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.weir.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            resideInAnyPackage(GENERATED.toArray(String[]::new)),
            resideInAnyPackage(GENERATED.toArray(String[]::new)))
        .allowEmptyShould(true)
        .check(WEIR);
  }

  @Test
  void everyPackageSaysWhatLivesInItAndIsNullMarked() {
    TreeSet<String> missing = new TreeSet<>();
    WEIR.stream()
        .filter(not(resideInAnyPackage(GENERATED.toArray(String[]::new))))
        .filter(type -> !isNullMarked(type))
        .forEach(type -> missing.add(type.getPackageName()));

    assertThat(missing).as("packages without a package-info.java with @NullMarked").isEmpty();
  }

  private static boolean isNullMarked(JavaClass type) {
    return type.getPackage()
        .tryGetPackageInfo()
        .filter(info -> info.isAnnotatedWith(NullMarked.class))
        .isPresent();
  }
}
