package io.weir.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link Browser}, started for the first test that wants it and stopped after
 * the last, and a {@link DemoServer}, one for each class: a demo is busy, so it must not run beside
 * tests of other things. After each test the browser must have nothing to complain about; a test
 * that failed leaves a screenshot.
 */
final class BrowserExtension implements ParameterResolver, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(BrowserExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Browser.class || type == DemoServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(HERE);
    // First the browser: where there is none, no server needs to start.
    Browser browser =
        store.getOrComputeIfAbsent(Browser.class, key -> Browser.start(), Browser.class);
    if (parameter.getParameter().getType() == Browser.class) {
      return browser;
    }
    return classOf(context)
        .getStore(HERE)
        .getOrComputeIfAbsent(DemoServer.class, key -> DemoServer.start(), DemoServer.class);
  }

  private static ExtensionContext classOf(ExtensionContext test) {
    ExtensionContext context = test;
    while (context.getParent().filter(parent -> parent != test.getRoot()).isPresent()) {
      context = context.getParent().orElseThrow();
    }
    return context;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Browser browser = context.getRoot().getStore(HERE).get(Browser.class, Browser.class);
    if (browser == null) {
      return;
    }
    if (context.getExecutionException().isPresent()) {
      browser
          .current()
          .screenshot(
              "failed-%s-%s"
                  .formatted(
                      context.getRequiredTestClass().getSimpleName(),
                      context.getRequiredTestMethod().getName()));
    }
    browser.leave();
    assertThat(browser.complaints()).as("what the browser complains about").isEmpty();
  }
}
