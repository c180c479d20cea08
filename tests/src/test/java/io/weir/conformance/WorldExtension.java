package io.weir.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link World}: started for the first of them, stopped after the last. */
final class WorldExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(WorldExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == World.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .world;
  }

  /** The world and its directory. */
  private record Running(World world, Path directory)
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    static Running start() {
      try {
        Path directory = Files.createTempDirectory("weir-conformance");
        return new Running(World.start(directory), directory);
      } catch (Exception e) {
        throw new IllegalStateException("The server of the conformance suites did not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      world.close();
      try (var files = Files.walk(directory)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }
}
