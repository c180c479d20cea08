package io.weir.alerting.cause;

/**
 * Packets from pods on one node to pods on another: sent by the one, of these not seen by the
 * other.
 *
 * @param edge between whose pods, in either direction
 */
record NodePath(String fromNode, String toNode, EdgeKey edge, Course lost) {}
