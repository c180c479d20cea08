package io.weir.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The modules that need no page, each tested in the browser that will run it. */
@ExtendWith(BrowserExtension.class)
class UnitTestsIT {
  private static StaticServer server;

  @BeforeAll
  static void start() {
    server = StaticServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicContainer> everyModule(Browser browser) {
    UnitTests tests = new UnitTests(browser, server);
    List<String> modules = UnitTests.modules("unit");
    assertThat(modules).as("test modules").contains("self.test.js");
    return modules.stream()
        .map(
            module ->
                dynamicContainer(
                    module,
                    tests.run("unit", module).stream()
                        .map(
                            outcome ->
                                dynamicTest(
                                    outcome.name(),
                                    () ->
                                        assertThat(outcome.error())
                                            .as("%s: %s", module, outcome.name())
                                            .isEmpty()))));
  }

  @Test
  void aTestThatFailsIsReported(Browser browser) {
    List<UnitTests.Outcome> outcomes =
        new UnitTests(browser, server).run("broken", "fails.test.js");
    assertThat(outcomes)
        .extracting(UnitTests.Outcome::name)
        .containsExactly("goes well", "fails", "fails later");
    assertThat(outcomes.get(0).error()).isEmpty();
    assertThat(outcomes.get(1).error())
        .contains("value: 1 (expected: 2)")
        .contains("fails.test.js");
    assertThat(outcomes.get(2).error()).contains("too late");
  }

  @Test
  void aModuleThatDoesNotLoadIsReported(Browser browser) {
    List<UnitTests.Outcome> outcomes =
        new UnitTests(browser, server).run("broken", "missing.test.js");
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).error()).contains("missing.test.js");
    assertThat(browser.complaints()).anyMatch(said -> said.contains("there-is-no-such-module.js"));
  }

  @Test
  void aModuleWithoutATestIsReported(Browser browser) {
    assertThat(new UnitTests(browser, server).run("broken", "none.test.js"))
        .containsExactly(new UnitTests.Outcome("has a test", "none.test.js calls test() nowhere"));
  }
}
