package io.weir.streams.flink;

import io.weir.streams.coverage.CoverageDelta;
import io.weir.streams.drop.DropDelta;
import io.weir.streams.edge.EdgeDelta;
import io.weir.streams.edge.PathEvent;
import io.weir.streams.sli.ServiceDelta;
import io.weir.streams.sli.SliDelta;
import io.weir.streams.state.DropDeltaFormat;
import io.weir.streams.state.EdgeDeltaFormat;
import io.weir.streams.state.SliDeltaFormat;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types that travel between operators. */
final class FlowTypes {
  static final TypeInformation<Received> RECEIVED =
      new FormatType<>(Received.class, new ReceivedFormat());
  static final TypeInformation<RawFlow> RAW_FLOW =
      new FormatType<>(RawFlow.class, new RawFlowFormat());
  static final TypeInformation<EdgeDelta> EDGE_DELTA =
      new FormatType<>(EdgeDelta.class, new EdgeDeltaFormat());
  static final TypeInformation<ServiceDelta> SERVICE_DELTA =
      new FormatType<>(ServiceDelta.class, new ServiceDeltaFormat());
  static final TypeInformation<DropDelta> DROP_DELTA =
      new FormatType<>(DropDelta.class, new DropDeltaFormat());
  static final TypeInformation<SliDelta> SLI_DELTA =
      new FormatType<>(SliDelta.class, new SliDeltaFormat());
  static final TypeInformation<CoverageDelta> COVERAGE_DELTA =
      new FormatType<>(CoverageDelta.class, new CoverageDeltaFormat());
  static final TypeInformation<Incomplete> INCOMPLETE =
      new FormatType<>(Incomplete.class, new IncompleteFormat());
  static final TypeInformation<PathEvent> PATH_EVENT =
      new FormatType<>(PathEvent.class, new PathEventFormat());
  static final TypeInformation<Definition> DEFINITION =
      new FormatType<>(Definition.class, new DefinitionFormat());
  static final TypeInformation<Upsert> UPSERT = new FormatType<>(Upsert.class, new UpsertFormat());

  private FlowTypes() {}
}
