package io.weir.cli.slo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.alerting.backtest.Hindsight;
import io.weir.alerting.backtest.PastAlert;
import io.weir.alerting.backtest.PastHold;
import io.weir.alerting.backtest.SloHindsight;
import io.weir.alerting.burn.Budget;
import java.util.Map;
import java.util.TreeMap;

/** A backtest as JSON, in the manner of the API: keys of its rows, what is absent left out. */
final class BacktestJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private BacktestJson() {}

  /**
   * @param read what the windows came from
   */
  static ObjectNode of(Hindsight told, PastWindows read, long stepSeconds) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("summary", BacktestText.summary(told));
    json.put("from", told.from().toString());
    json.put("until", told.until().toString());
    json.put("knownFrom", told.knownFrom().toString());
    json.put("stepSeconds", stepSeconds);
    json.put("complete", read.complete());
    json.put("lost", read.lost());
    json.put("leftOut", told.leftOut());
    ArrayNode rows = json.putArray("rows");
    told.objectives().forEach(one -> put(rows.addObject(), one, told));
    return json;
  }

  private static void put(ObjectNode row, SloHindsight one, Hindsight told) {
    row.put("slo", one.slo().id());
    row.put("service", one.slo().service());
    row.put("indicator", one.slo().selector().indicator());
    row.put("objective", one.slo().objective().target().ratio());
    one.firstAt().ifPresent(first -> row.put("firstAt", first.toString()));
    if (one.counts().total() > 0) {
      row.put("sli", 1 - one.counts().badRatio());
    }
    row.put("bad", one.counts().bad());
    row.put("total", one.counts().total());
    row.put("lost", one.counts().lost());
    one.now().ifPresent(budget -> put(row, budget));
    one.budget().stream()
        .mapToDouble(point -> point.left())
        .min()
        .ifPresent(lowest -> row.put("budgetLowest", lowest));
    fired(row, one, told);
    ArrayNode alerts = row.putArray("alerts");
    one.alerts().forEach(alert -> put(alerts.addObject(), alert));
    ArrayNode holds = row.putArray("heldBack");
    one.holds().forEach(hold -> put(holds.addObject(), hold));
    ArrayNode budget = row.putArray("budget");
    one.budget()
        .forEach(
            point -> budget.addObject().put("at", point.at().toString()).put("left", point.left()));
  }

  private static void put(ObjectNode row, Budget budget) {
    row.put("budgetLeft", budget.left());
    row.put("badLeft", budget.badLeft());
    row.put("periodSeconds", budget.lengthMs() / 1_000);
    row.put("partial", budget.partial());
  }

  /** By severity, and what that comes to in 30 days. */
  private static void fired(ObjectNode row, SloHindsight one, Hindsight told) {
    Map<String, Long> bySeverity = new TreeMap<>();
    told.fired(one).forEach(alert -> bySeverity.merge(alert.severity(), 1L, Long::sum));
    ObjectNode fired = row.putObject("fired");
    bySeverity.forEach(fired::put);
    ObjectNode per30Days = row.putObject("firedPer30Days");
    bySeverity.forEach((severity, count) -> per30Days.put(severity, told.per30Days(count)));
  }

  private static void put(ObjectNode json, PastAlert alert) {
    json.put("rule", alert.rule());
    json.put("severity", alert.severity());
    json.put("firedAt", alert.firedAt().toString());
    alert.resolvedAt().ifPresent(at -> json.put("resolvedAt", at.toString()));
    alert.detection().ifPresent(delay -> json.put("detectionSeconds", delay.toSeconds()));
    json.put("bad", alert.seen().bad());
    json.put("total", alert.seen().total());
    json.put("lost", alert.seen().lost());
    json.put("burnRate", alert.burnRate());
    json.put("budgetLeft", alert.budgetLeft());
    json.put("partial", alert.partial());
  }

  private static void put(ObjectNode json, PastHold hold) {
    json.put("rule", hold.rule());
    json.put("severity", hold.severity());
    json.put("why", hold.why());
    json.put("from", hold.from().toString());
    hold.until().ifPresent(at -> json.put("until", at.toString()));
    json.put("fired", hold.fired());
  }
}
