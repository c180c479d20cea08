package io.weir.collector.source.probe;

import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.weir.event.v1.Probe.FailureClass;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs {@link Grpc} probes, each over a new connection. */
final class GrpcProber implements Prober {
  private final Grpc spec;
  private final Dialer dialer;
  private final String agent;

  GrpcProber(Grpc spec, Dialer dialer, String agent) {
    this.spec = spec;
    this.dialer = dialer;
    this.agent = agent;
  }

  @Override
  public String handler() {
    return "grpc";
  }

  @Override
  public String target() {
    return Checks.hostPort(spec.host(), spec.port())
        + (spec.service().isEmpty() ? "" : "/" + spec.service());
  }

  @Override
  public Outcome run(Attempt attempt) throws IOException, ProbeFailure, InterruptedException {
    var address = dialer.resolve(spec.host(), attempt).get(0);
    attempt.phase(Attempt.CONNECT);
    var channel =
        io.grpc.Grpc.newChannelBuilder(
                Checks.hostPort(address.getHostAddress(), spec.port()),
                InsecureChannelCredentials.create())
            .userAgent(agent)
            .overrideAuthority(Checks.hostPort(spec.host(), spec.port()))
            .disableRetry()
            .build();
    try {
      if (connects(channel, attempt)) {
        attempt.phase(Attempt.PROCESSING);
      }
      return check(channel, attempt);
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean connects(ManagedChannel channel, Attempt attempt)
      throws SocketTimeoutException, InterruptedException {
    var state = channel.getState(true);
    while (state != ConnectivityState.READY && state != ConnectivityState.TRANSIENT_FAILURE) {
      var changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      if (!changed.await(attempt.remainingMs(), TimeUnit.MILLISECONDS)) {
        throw new SocketTimeoutException("not connected");
      }
      state = channel.getState(true);
    }
    return state == ConnectivityState.READY;
  }

  private Outcome check(ManagedChannel channel, Attempt attempt)
      throws SocketTimeoutException, ProbeFailure {
    var request = HealthCheckRequest.newBuilder().setService(spec.service()).build();
    try {
      var status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(attempt.remainingMs(), TimeUnit.MILLISECONDS)
              .check(request)
              .getStatus();
      if (status != ServingStatus.SERVING) {
        throw new ProbeFailure(
            FailureClass.STATUS, Status.Code.OK.value(), name() + " is " + status);
      }
      return Outcome.good(Status.Code.OK.value());
    } catch (StatusRuntimeException e) {
      throw failure(e, attempt);
    }
  }

  private ProbeFailure failure(StatusRuntimeException e, Attempt attempt)
      throws SocketTimeoutException {
    var status = e.getStatus();
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> throw new SocketTimeoutException("no answer");
      case UNAVAILABLE ->
          new ProbeFailure(
              FailureClass.CONNECT,
              status.getCode().value(),
              (attempt.phase().equals(Attempt.CONNECT) ? "cannot connect: " : "unavailable: ")
                  + text(status));
      case NOT_FOUND ->
          new ProbeFailure(
              FailureClass.STATUS,
              status.getCode().value(),
              name() + " is not known to the server");
      case UNIMPLEMENTED ->
          new ProbeFailure(
              FailureClass.STATUS,
              status.getCode().value(),
              "the server does not implement grpc.health.v1.Health");
      default ->
          new ProbeFailure(
              FailureClass.STATUS,
              status.getCode().value(),
              "answered " + status.getCode() + ": " + text(status));
    };
  }

  private String name() {
    return spec.service().isEmpty() ? "the server" : "service " + spec.service();
  }

  private static String text(Status status) {
    var cause = status.getCause();
    return cause != null && cause.getMessage() != null
        ? cause.getMessage()
        : String.valueOf(status.getDescription());
  }
}
