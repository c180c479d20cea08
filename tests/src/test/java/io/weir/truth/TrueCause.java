package io.weir.truth;

import io.weir.alerting.cause.Cause;
import io.weir.alerting.cause.CauseKind;
import io.weir.alerting.cause.Diagnosis;
import java.util.Set;

/** Which of the causes that are named is the one that the simulator put there. */
public final class TrueCause {
  private TrueCause() {}

  /**
   * Its place among the causes, from 1; 0 when it is not named.
   *
   * @param kind of the fault, as in scenario files
   * @param subject of the fault: a service, a node, a policy
   */
  public static int rank(Diagnosis diagnosis, String kind, String subject) {
    for (int i = 0; i < diagnosis.causes().size(); i++) {
      if (is(diagnosis.causes().get(i), kind, subject)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean is(Cause cause, String kind, String subject) {
    Set<CauseKind> kinds =
        switch (kind) {
          case "policy-denial" -> Set.of(CauseKind.POLICY_DENIAL);
          case "dns-failure" ->
              Set.of(CauseKind.DNS_UNANSWERED, CauseKind.DNS_SERVFAIL, CauseKind.DNS_NXDOMAIN);
          case "slow-dependency" -> Set.of(CauseKind.DEPENDENCY_SLOW);
          case "out-of-memory" -> Set.of(CauseKind.OOM_KILL);
          case "node-pressure" -> Set.of(CauseKind.MEMORY_PRESSURE);
          case "packet-loss" -> Set.of(CauseKind.NODE_PATH_LOSS);
          case "bad-rollout" -> Set.of(CauseKind.RECENT_CHANGE);
          case "expired-certificate" -> Set.of(CauseKind.CERTIFICATE);
          case "service-down" -> Set.of(CauseKind.CONNECT_REFUSED);
          case "datapath-drops" -> Set.of(CauseKind.DATAPATH_DROPS);
          default -> Set.of();
        };
    String named = subject.equals("resolver") ? "kube-dns" : subject;
    return kinds.contains(cause.kind()) && cause.subject().replace("shop/", "").contains(named);
  }
}
