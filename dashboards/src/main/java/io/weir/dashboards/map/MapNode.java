package io.weir.dashboards.map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.weir.dashboards.answer.PeerView;
import java.util.Optional;

/**
 * A peer on the map.
 *
 * @param id {@code cluster/namespace/kind/name}
 * @param peer the peer
 * @param group id of its group
 * @param place where it stands in its group
 * @param infrastructure whether it runs the cluster rather than the user's software
 * @param infrastructureRule why it is; absent when it is not
 * @param numbers as a server, over all its callers
 * @param change since the time before; absent when none was asked for
 * @param before the numbers then; absent for new nodes
 */
public record MapNode(
    String id,
    @JsonUnwrapped PeerView peer,
    String group,
    @JsonUnwrapped Place place,
    boolean infrastructure,
    Optional<String> infrastructureRule,
    @JsonUnwrapped Numbers numbers,
    Optional<Change> change,
    Optional<Numbers> before) {}
