/** What tests of this module share: a shop's windows and a store in memory. */
@NullMarked
package io.weir.dashboards;

import org.jspecify.annotations.NullMarked;
