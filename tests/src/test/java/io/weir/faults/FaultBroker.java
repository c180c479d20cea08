package io.weir.faults;

import io.weir.cli.broker.BrokerConfig;
import io.weir.cli.broker.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker for all fault tests that do not kill it; it ends with the last test. */
final class FaultBroker implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(FaultBroker.class);

  /** Where it listens, {@code host:port}. */
  record Kafka(String bootstrap) {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Kafka.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .kafka();
  }

  private record Running(EmbeddedBroker broker, Path directory)
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    static Running start() {
      try {
        Path directory = Files.createTempDirectory("weir-faults");
        EmbeddedBroker broker =
            new EmbeddedBroker(BrokerConfig.DEFAULT.withPort(0), directory.resolve("kafka"));
        broker.start();
        return new Running(broker, directory);
      } catch (Exception e) {
        throw new IllegalStateException("The broker of the fault tests did not start", e);
      }
    }

    Kafka kafka() {
      return new Kafka(broker.bootstrapServers());
    }

    @Override
    public void close() throws Exception {
      broker.close();
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
