package io.weir.streams.flink;

import io.weir.slo.v1.SloDefinition;
import java.util.Optional;

/**
 * An SLO as it now stands.
 *
 * @param name the topic's key
 * @param slo empty when it was withdrawn
 */
record Definition(String name, Optional<SloDefinition> slo) {}
