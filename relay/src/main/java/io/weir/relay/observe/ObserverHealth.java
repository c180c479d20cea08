package io.weir.relay.observe;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.weir.runtime.Readiness;
import java.util.List;

/**
 * {@code grpc.health.v1.Health}: the name that {@code hubble status} asks for, and the empty one.
 */
final class ObserverHealth {
  private static final List<String> NAMES =
      List.of("hubble.server.Observer", HealthStatusManager.SERVICE_NAME_ALL_SERVICES);

  private final HealthStatusManager manager = new HealthStatusManager();

  ObserverHealth() {
    set(Readiness.notReady("not started"));
  }

  void set(Readiness readiness) {
    ServingStatus status = readiness.ready() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    NAMES.forEach(name -> manager.setStatus(name, status));
  }

  BindableService service() {
    return manager.getHealthService();
  }
}
