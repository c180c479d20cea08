package io.weir.alerting.cause;

import io.weir.model.drop.DropClass;
import io.weir.model.drop.DropReasons;
import io.weir.series.v1.Count;
import io.weir.series.v1.EdgeCounts;
import io.weir.series.v1.KafkaCounts;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Something that goes wrong on an edge, counted in its windows as bad events of all. */
enum Sign {
  REFUSED(
      CauseKind.CONNECT_REFUSED,
      "refused connects",
      edge -> edge.getTcp().getRefused(),
      edge -> edge.getTcp().getAttempts()),
  UNANSWERED(
      CauseKind.CONNECT_UNANSWERED,
      "unanswered connects",
      edge -> edge.getTcp().getUnanswered(),
      edge -> edge.getTcp().getAttempts()),
  PATH_LOST(
      CauseKind.PATH_LOSS,
      "connects lost between nodes",
      edge -> edge.getTcp().getPathLost(),
      edge -> edge.getTcp().getAttempts()),
  RESET(
      CauseKind.RESETS,
      "connections reset",
      edge -> edge.getTcp().getReset(),
      edge -> edge.getTcp().getClosed()),
  RETRANSMIT(
      CauseKind.RETRANSMITS,
      "SYNs sent again",
      edge -> edge.getTcp().getRetransmits(),
      edge -> edge.getTcp().getAttempts() + edge.getTcp().getRetransmits()),
  /** Drops by reason are in windows of their own; here they only mark the way. */
  DROPPED(
      CauseKind.DATAPATH_DROPS,
      "dropped packets",
      edge -> drops(edge.getDropsList()),
      edge -> edge.getDelivered() + drops(edge.getDropsList())),
  SERVFAIL(
      CauseKind.DNS_SERVFAIL,
      "DNS answers that are failures",
      edge -> dnsFailures(edge.getDns().getAnswersList()),
      edge -> edge.getDns().getQueries()),
  DENIED(
      CauseKind.DNS_NXDOMAIN,
      "NXDOMAIN for names that resolved before",
      edge -> edge.getDns().getDenied(),
      edge -> edge.getDns().getQueries()),
  DNS_UNANSWERED(
      CauseKind.DNS_UNANSWERED,
      "unanswered DNS queries",
      edge -> edge.getDns().getUnanswered(),
      edge -> edge.getDns().getQueries()),
  DNS_SLOW(
      CauseKind.DNS_SLOW,
      "slow DNS answers",
      edge -> edge.getDns().getTimed() - edge.getDns().getWithinThreshold(),
      edge -> edge.getDns().getTimed()),
  NO_REQUEST(
      CauseKind.NO_REQUESTS,
      "connections without a request",
      edge -> Math.max(0, edge.getTcp().getEstablished() - edge.getHttp().getRequests()),
      edge -> edge.getTcp().getEstablished()),
  KAFKA(
      CauseKind.KAFKA_ERRORS,
      "Kafka errors",
      edge -> edge.getKafkaList().stream().mapToLong(KafkaCounts::getErrors).sum(),
      edge -> edge.getKafkaList().stream().mapToLong(KafkaCounts::getRequests).sum()),
  HTTP_FAILED(
      CauseKind.DEPENDENCY_FAILING,
      "failed responses",
      edge -> httpFailures(edge.getHttp().getResponsesList()),
      edge -> sum(edge.getHttp().getResponsesList())),
  HTTP_SLOW(
      CauseKind.DEPENDENCY_SLOW,
      "slow responses",
      edge -> edge.getHttp().getTimed() - edge.getHttp().getWithinThreshold(),
      edge -> edge.getHttp().getTimed()),
  /** Not in windows: flows tell how long connections last. */
  LONG(CauseKind.DEPENDENCY_SLOW, "connections that last long", edge -> 0, edge -> 0);

  private static final Set<String> GRPC_FAILURES =
      Set.of("grpc-2", "grpc-4", "grpc-13", "grpc-14", "grpc-15");
  private static final Set<String> NO_DNS_FAILURES = Set.of("NOERROR", "NXDOMAIN");

  private final CauseKind kind;
  private final String words;
  private final ToLongFunction<EdgeCounts> bad;
  private final ToLongFunction<EdgeCounts> total;

  Sign(
      CauseKind kind,
      String words,
      ToLongFunction<EdgeCounts> bad,
      ToLongFunction<EdgeCounts> total) {
    this.kind = kind;
    this.words = words;
    this.bad = bad;
    this.total = total;
  }

  CauseKind kind() {
    return kind;
  }

  /** As a figure: {@code refused connects}. */
  String words() {
    return words;
  }

  /** True when only a change tells: some edges always look so, and are well. */
  boolean needsBaseline() {
    return this == NO_REQUEST || this == LONG;
  }

  /** True when it is known from what was not reported. */
  boolean isSilence() {
    return this == UNANSWERED || this == PATH_LOST || this == DNS_UNANSWERED || this == NO_REQUEST;
  }

  long bad(EdgeCounts counts) {
    return bad.applyAsLong(counts);
  }

  long total(EdgeCounts counts) {
    return total.applyAsLong(counts);
  }

  /** 5xx, and the gRPC statuses that say so: as {@code http-availability} counts. */
  static boolean isFailure(String status) {
    return GRPC_FAILURES.contains(status) || (status.length() == 3 && status.charAt(0) == '5');
  }

  private static long httpFailures(List<Count> responses) {
    return responses.stream()
        .filter(count -> isFailure(count.getName()))
        .mapToLong(Count::getCount)
        .sum();
  }

  private static long dnsFailures(List<Count> answers) {
    return answers.stream()
        .filter(count -> !NO_DNS_FAILURES.contains(count.getName()))
        .mapToLong(Count::getCount)
        .sum();
  }

  private static long drops(List<Count> drops) {
    return drops.stream()
        .filter(count -> DropReasons.classOf(count.getName()) != DropClass.EXPECTED)
        .mapToLong(Count::getCount)
        .sum();
  }

  private static long sum(List<Count> counts) {
    return counts.stream().mapToLong(Count::getCount).sum();
  }
}
