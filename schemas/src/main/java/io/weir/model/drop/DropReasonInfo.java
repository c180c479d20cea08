package io.weir.model.drop;

import java.util.OptionalInt;

/**
 * One drop reason, explained to the person who was woken up by it.
 *
 * @param datapath whose reason it is
 * @param code Cilium's number; empty for the kernel, whose numbers differ between versions
 * @param name as in windows: {@code POLICY_DENIED}, {@code NO_SOCKET}
 * @param dropClass who has to act
 * @param happened one sentence
 * @param next what to do first
 */
public record DropReasonInfo(
    Datapath datapath,
    OptionalInt code,
    String name,
    DropClass dropClass,
    String happened,
    String next) {
  /** Who drops packets. */
  public enum Datapath {
    CILIUM,
    KERNEL
  }
}
