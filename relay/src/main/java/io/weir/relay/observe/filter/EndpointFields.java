package io.weir.relay.observe.filter;

import io.weir.hubble.flow.Endpoint;
import io.weir.hubble.flow.Flow;
import io.weir.hubble.flow.FlowFilter;
import io.weir.hubble.flow.Service;
import io.weir.hubble.flow.Workload;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who talks: pods, services, workloads, clusters, security identities. */
final class EndpointFields {
  static final List<FilterField<?>> FIELDS =
      List.of(
          FilterField.of(
              "source identity",
              "source_identity",
              FlowFilter::getSourceIdentityList,
              (Integer identity) -> flow -> flow.getSource().getIdentity() == identity),
          FilterField.of(
              "destination identity",
              "destination_identity",
              FlowFilter::getDestinationIdentityList,
              (Integer identity) -> flow -> flow.getDestination().getIdentity() == identity),
          FilterField.of(
              "source pod",
              "source_pod",
              FlowFilter::getSourcePodList,
              (String value) -> pod(value, Flow::getSource)),
          FilterField.of(
              "destination pod",
              "destination_pod",
              FlowFilter::getDestinationPodList,
              (String value) -> pod(value, Flow::getDestination)),
          FilterField.of(
              "source service",
              "source_service",
              FlowFilter::getSourceServiceList,
              (String value) -> service(value, Flow::getSourceService)),
          FilterField.of(
              "destination service",
              "destination_service",
              FlowFilter::getDestinationServiceList,
              (String value) -> service(value, Flow::getDestinationService)),
          FilterField.of(
              "source workload",
              "source_workload",
              FlowFilter::getSourceWorkloadList,
              (Workload value) -> workload(value, Flow::getSource)),
          FilterField.of(
              "destination workload",
              "destination_workload",
              FlowFilter::getDestinationWorkloadList,
              (Workload value) -> workload(value, Flow::getDestination)),
          FilterField.of(
              "source cluster name",
              "source_cluster_name",
              FlowFilter::getSourceClusterNameList,
              (String value) -> cluster(value, Flow::getSource)),
          FilterField.of(
              "destination cluster name",
              "destination_cluster_name",
              FlowFilter::getDestinationClusterNameList,
              (String value) -> cluster(value, Flow::getDestination)));

  private EndpointFields() {}

  private static Predicate<Flow> pod(String value, Function<Flow, Endpoint> side) {
    NamespacedPrefix wanted = NamespacedPrefix.parse(value);
    return flow -> {
      Endpoint endpoint = side.apply(flow);
      return wanted.matches(endpoint.getNamespace(), endpoint.getPodName());
    };
  }

  private static Predicate<Flow> service(String value, Function<Flow, Service> side) {
    NamespacedPrefix wanted = NamespacedPrefix.parse(value);
    return flow -> {
      Service service = side.apply(flow);
      return wanted.matches(service.getNamespace(), service.getName());
    };
  }

  /** An empty name or kind stands for any. */
  private static Predicate<Flow> workload(Workload wanted, Function<Flow, Endpoint> side) {
    return flow -> {
      for (Workload workload : side.apply(flow).getWorkloadsList()) {
        if ((wanted.getName().isEmpty() || wanted.getName().equals(workload.getName()))
            && (wanted.getKind().isEmpty() || wanted.getKind().equals(workload.getKind()))) {
          return true;
        }
      }
      return false;
    };
  }

  private static Predicate<Flow> cluster(String wanted, Function<Flow, Endpoint> side) {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("empty (expected: a cluster name)");
    }
    return flow -> side.apply(flow).getClusterName().equals(wanted);
  }
}
