/** What can be done with OpenSLO documents without a server. */
@NullMarked
package io.weir.cli.slo;

import org.jspecify.annotations.NullMarked;
