/**
 * Made clusters with truth: a {@link io.weir.collector.simulation.Scenario} says what happens, a
 * {@link io.weir.collector.simulation.Simulation} plans every packet and request of it, gives what
 * the nodes would have reported, and writes down what really was. The truth comes from the plan
 * alone, so it can judge whoever counts the reports. Pure: equal scenario and seed are equal bytes.
 * Start at {@code Scenario}, then {@code Planner}.
 */
@NullMarked
package io.weir.collector.simulation;

import org.jspecify.annotations.NullMarked;
