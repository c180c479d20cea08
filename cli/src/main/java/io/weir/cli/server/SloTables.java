package io.weir.cli.server;

import io.weir.codec.Codecs;
import io.weir.dashboards.answer.SilenceBook;
import io.weir.dashboards.answer.SloView;
import io.weir.runtime.Readiness;
import io.weir.runtime.Role;
import io.weir.slo.v1.AlertState;
import io.weir.slo.v1.Incident;
import io.weir.slo.v1.Silence;
import io.weir.slo.v1.SloStatus;
import io.weir.storage.table.TopicTable;
import io.weir.storage.table.TopicWriter;
import io.weir.topic.Topic;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What alerting says, and what people told it, from its topics for those who show it. */
final class SloTables implements Role, SloView, SilenceBook {
  private final TopicTable<SloStatus> slos;
  private final TopicTable<AlertState> alerts;
  private final TopicTable<Incident> incidents;
  private final TopicTable<Silence> silences;
  private final TopicWriter<Silence> silencing;

  SloTables(String bootstrapServers) {
    Map<String, String> kafka = Map.of("bootstrap.servers", bootstrapServers);
    slos = new TopicTable<>(Topic.SLO_STATUS, Codecs.sloStatus(), kafka, TopicTable.nobody());
    alerts = new TopicTable<>(Topic.ALERTS, Codecs.alerts(), kafka, TopicTable.nobody());
    incidents = new TopicTable<>(Topic.INCIDENTS, Codecs.incidents(), kafka, TopicTable.nobody());
    silences = new TopicTable<>(Topic.SILENCES, Codecs.silences(), kafka, TopicTable.nobody());
    silencing = new TopicWriter<>(Topic.SILENCES, Codecs.silences(), kafka);
  }

  @Override
  public Collection<Silence> silences() {
    return silences.values().values();
  }

  @Override
  public void put(Silence silence) {
    silencing.write(silence.getId(), Optional.of(silence));
  }

  @Override
  public String name() {
    return "slo-tables";
  }

  @Override
  public void start() {
    slos.start();
    alerts.start();
    incidents.start();
    silences.start();
  }

  /** Always: every other question is answered without them. */
  @Override
  public Readiness readiness() {
    return Readiness.READY;
  }

  @Override
  public Collection<SloStatus> slos() {
    return slos.values().values();
  }

  @Override
  public Collection<AlertState> alerts() {
    return alerts.values().values();
  }

  @Override
  public Collection<Incident> incidents() {
    return incidents.values().values();
  }

  @Override
  public void close() {
    slos.close();
    alerts.close();
    incidents.close();
    silences.close();
    silencing.close();
  }
}
