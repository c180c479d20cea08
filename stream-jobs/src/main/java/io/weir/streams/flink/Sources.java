package io.weir.streams.flink;

import io.weir.event.v1.ProbeEvent;
import io.weir.streams.JobsMetrics;
import io.weir.topic.Topic;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The topics that the jobs read, as streams in which each event comes once. */
final class Sources {
  private final Ends ends;
  private final JobsMetrics.Ref metrics;

  Sources(Ends ends, JobsMetrics.Ref metrics) {
    this.ends = ends;
    this.metrics = metrics;
  }

  /** Flows, losses and what else nodes say; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<Received> flows() {
    return distinct(Topic.FLOWS, "flows", Distinct.flows(metrics), FlowTypes.RECEIVED);
  }

  /** Executions of probes; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<ProbeEvent> probes() {
    return distinct(
        Topic.PROBES,
        "probes",
        Distinct.probes(metrics),
        new FormatType<>(ProbeEvent.class, new ProbeEventFormat()));
  }

  /** SLO definitions, the newest of each name last; refused ones as {@link Discards#TAG}. */
  SingleOutputStreamOperator<Definition> definitions() {
    return ends.definitions()
        .process(new UsableDefinitions(metrics))
        .returns(FlowTypes.DEFINITION)
        .name("slos-usable")
        .uid("slos-usable");
  }

  private <T> SingleOutputStreamOperator<T> distinct(
      Topic topic, String name, Distinct<T> distinct, TypeInformation<T> information) {
    return ends.events(topic, name)
        .process(distinct)
        .returns(information)
        .name(name + "-distinct")
        .uid(name + "-distinct");
  }
}
