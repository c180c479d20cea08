/**
 * What this node, its pods, containers and units use: cgroups of both versions and {@code /proc}.
 * Depends on {@link io.weir.collector.enrich} and the source contract. Start at {@link
 * io.weir.collector.source.resource.ResourceSource}; {@code KernelFiles} and {@code ResourceMapper}
 * are pure.
 *
 * <p>What root would add: nothing on most hosts, since these files are readable by everyone. Usage
 * by a container between its last reading and its end is not seen by anyone.
 */
@NullMarked
package io.weir.collector.source.resource;

import org.jspecify.annotations.NullMarked;
