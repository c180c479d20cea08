/**
 * Flows from files: Hubble's JSON lines, once or followed through rotation. Depends on Hubble's
 * messages and their JSON form. Start at {@link
 * io.weir.collector.source.hubblefile.HubbleFileSource}.
 */
@NullMarked
package io.weir.collector.source.hubblefile;

import org.jspecify.annotations.NullMarked;
