@NullMarked
package io.weir.dashboards.map;

import org.jspecify.annotations.NullMarked;
