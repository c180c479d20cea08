/**
 * What answers client commands while the launcher archives their classes, once per build. Depends
 * on the gRPC server. Start at {@link io.weir.cli.warmup.WarmUpServer}.
 */
@NullMarked
package io.weir.cli.warmup;

import org.jspecify.annotations.NullMarked;
