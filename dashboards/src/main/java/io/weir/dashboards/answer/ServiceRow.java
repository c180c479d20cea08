package io.weir.dashboards.answer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * One server workload in a range, all callers and ports together.
 *
 * @param service the workload
 * @param ports {@code TCP:8080}, sorted
 * @param callers distinct client workloads
 * @param failingCallers callers with an edge to it that is failing
 * @param diagnosis how it does over all callers, and why
 * @param indicators good and total over the range, by indicator name
 * @param traffic what was counted
 */
public record ServiceRow(
    PeerView service,
    List<String> ports,
    int callers,
    int failingCallers,
    @JsonUnwrapped Diagnosis diagnosis,
    List<Indicator> indicators,
    @JsonUnwrapped Traffic traffic) {}
