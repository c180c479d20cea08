/**
 * Flows from a Cilium agent or from hubble-relay over gRPC, and what both Hubble sources share.
 * Depends on Hubble's messages and on gRPC. Start at {@link
 * io.weir.collector.source.hubble.HubbleSource}; {@link
 * io.weir.collector.source.hubble.HubbleEvents} turns Hubble's items into ours.
 */
@NullMarked
package io.weir.collector.source.hubble;

import org.jspecify.annotations.NullMarked;
