/**
 * The web pages in a real browser: stories of people who look for a cause, unit tests of the pages'
 * modules, accessibility, screenshots. Start at {@link io.weir.browser.Browser}.
 */
@NullMarked
package io.weir.browser;

import org.jspecify.annotations.NullMarked;
