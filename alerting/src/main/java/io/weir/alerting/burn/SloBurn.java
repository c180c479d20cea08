package io.weir.alerting.burn;

import io.weir.alerting.burn.RuleMachine.Situation;
import io.weir.alerting.slo.BudgetMethod;
import io.weir.alerting.slo.BurnRule;
import io.weir.alerting.slo.Guard;
import io.weir.alerting.slo.NoDataPolicy.Silence;
import io.weir.alerting.slo.Period;
import io.weir.alerting.slo.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One objective at work: takes its counts and revisions, knows its burn rates and budget, and tells
 * when a rule changes. The same counts give the same states, in whatever order they come between
 * two evaluations. Confined to one thread.
 *
 * <p>Counts in maintenance, and from before the objective began, are in no sum. A window reaches
 * back to before the first count is {@code partial}: it holds what there is.
 */
public final class SloBurn {
  /** Severity of budgets and silence. */
  public static final String NOTICE = "notice";

  /** The rule that silence fires, where the policy says so. */
  public static final String NO_DATA = "no-data";

  private final Slo slo;
  private final Journal journal;
  private final CountSeries series;
  private final Optional<Slices> slices;
  private final Optional<CalendarSum> calendar;
  private final Exclusions exclusions;
  private final LowTraffic lowTraffic;
  private final RuleMachine machine;
  private final double errorBudget;
  private final long fromMs;
  private final double[] ratios;
  private final int[] longWindows;
  private final int[] shortWindows;
  private final int periodWindow;
  private final List<String> noticeNames = new ArrayList<>();
  private final Map<String, RuleState> states = new HashMap<>();
  private long lastEvent;
  private long markedFirst = Long.MAX_VALUE;
  private long markedClosed = Long.MIN_VALUE;

  /**
   * Begins empty.
   *
   * @param journal is told what to keep
   */
  public SloBurn(Slo slo, Journal journal) {
    this.slo = slo;
    this.journal = journal;
    this.errorBudget = slo.objective().target().errorBudget().doubleValue();
    this.fromMs = slo.from().toEpochMilli();
    this.lastEvent = fromMs;
    this.exclusions = new Exclusions(slo.maintenance());
    boolean events = slo.objective().method() instanceof BudgetMethod.Occurrences;
    // Of slices there are always few, and each says what many events say.
    this.lowTraffic = new LowTraffic(events ? slo.rules().guard() : Guard.NONE);
    this.machine = new RuleMachine(slo.rules(), lowTraffic);
    List<Duration> windows = new ArrayList<>();
    List<BurnRule> burn = slo.rules().burn();
    ratios = burn.stream().mapToDouble(rule -> ratio(rule, slo)).toArray();
    longWindows = burn.stream().mapToInt(rule -> index(windows, rule.longWindow())).toArray();
    shortWindows = burn.stream().mapToInt(rule -> index(windows, rule.shortWindow())).toArray();
    Period period = slo.objective().period();
    periodWindow = period instanceof Period.Rolling rolling ? index(windows, rolling.length()) : -1;
    calendar =
        period instanceof Period.Calendar days
            ? Optional.of(new CalendarSum(days, journal))
            : Optional.empty();
    series = new CountSeries(windows, journal);
    slices =
        Slices.of(
            slo.objective().method(),
            start -> exclusions.cover(start) || start < fromMs,
            this::count,
            journal);
    slo.rules().noticePercents().forEach(percent -> noticeNames.add("budget-" + percent));
  }

  private static double ratio(BurnRule rule, Slo slo) {
    return BigDecimal.valueOf(rule.threshold())
        .multiply(slo.objective().target().errorBudget())
        .doubleValue();
  }

  private static int index(List<Duration> windows, Duration window) {
    int index = windows.indexOf(window);
    if (index >= 0) {
      return index;
    }
    windows.add(window);
    return windows.size() - 1;
  }

  /**
   * Adds to the window of ten seconds that begins at {@code startMs}: its first counts, or what a
   * revision changes. After a silence evaluate first: what is further than {@link
   * CountSeries#AHEAD_MAX} ahead of the head is refused.
   *
   * @return false when they are in no sum: excluded, too old, or too far ahead
   */
  public boolean add(long startMs, long good, long total, long lost) {
    if (startMs < fromMs || exclusions.cover(startMs)) {
      return false;
    }
    if (total > 0) {
      saw(startMs);
    }
    return slices.isPresent()
        ? slices.get().add(startMs, total - good, total, lost)
        : count(startMs, total - good, total, lost);
  }

  private boolean count(long startMs, long bad, long total, long lost) {
    calendar.ifPresent(sum -> sum.add(startMs, new Counts(bad, total, lost)));
    return series.add(startMs, bad, total, lost);
  }

  /** Takes back what a journal kept, in any order; {@link #resume} ends it. */
  public void load(Level level, long startMs, Counts counts) {
    switch (level) {
      case SLICE -> slices.ifPresent(kept -> kept.load(startMs, counts));
      case PERIOD -> calendar.ifPresent(kept -> kept.load(startMs, counts));
      default -> series.load(level, startMs, counts);
    }
    if (level != Level.PERIOD
        && counts.total() > 0
        && slices.isPresent() == (level == Level.SLICE)) {
      saw(startMs);
    }
  }

  /** To the slice, where there are slices: nothing finer is kept of them. */
  private void saw(long startMs) {
    long end = slices.isPresent() ? slices.get().end(startMs) : startMs + CountSeries.BASE_MS;
    lastEvent = Math.max(lastEvent, end);
  }

  /** Takes back the times that no bucket tells. */
  public void loadMarks(long firstMs, long closedMs) {
    markedFirst = firstMs;
    markedClosed = closedMs;
    series.loadFirst(firstMs);
    slices.ifPresent(kept -> kept.loadClosed(closedMs));
  }

  /** Takes back a rule's state. */
  public void load(String rule, RuleState state) {
    states.put(rule, state);
  }

  /** Ends taking back. */
  public void resume() {
    series.resume();
  }

  /**
   * Moves on to {@code headMs} without a look at the rules.
   *
   * @param headMs end of the newest window that counts, a multiple of 10 s
   */
  public void advance(long headMs) {
    series.advance(headMs);
    // After the head: slices of a long silence would be too far ahead of the old one.
    slices.ifPresent(kept -> kept.advance(series.headMs()));
    calendar.ifPresent(sum -> sum.advance(series.headMs()));
    mark();
  }

  /**
   * Moves on to {@code headMs} and evaluates every rule there. Also after revisions, with the same
   * head.
   *
   * @param headMs end of the newest window that counts, a multiple of 10 s
   * @param changes is told what stands differently than after the evaluation before
   */
  public void evaluate(long headMs, Consumer<Transition> changes) {
    advance(headMs);
    long now = series.headMs();
    Situation situation =
        new Situation(
            now,
            now - lastEvent >= slo.rules().noData().after().toMillis(),
            exclusions.cover(now - 1));
    List<BurnRule> burn = slo.rules().burn();
    for (int i = 0; i < burn.size(); i++) {
      BurnRule rule = burn.get(i);
      Reading seen = reading(i);
      RuleState was = state(rule.name());
      RuleState is = machine.next(rule, ratios[i], was, seen, situation);
      if (is != was) {
        told(rule.name(), rule.severity(), rule.threshold(), was, is, seen, changes);
      }
    }
    notices(situation, changes);
    silence(situation, changes);
  }

  private void mark() {
    long closed = slices.map(Slices::closedMs).orElse(Long.MIN_VALUE);
    if (closed != markedClosed || series.firstMs() != markedFirst) {
      markedClosed = closed;
      markedFirst = series.firstMs();
      journal.marks(markedFirst, markedClosed);
    }
  }

  private void notices(Situation situation, Consumer<Transition> changes) {
    if (noticeNames.isEmpty()) {
      return;
    }
    double spent = budget().spent();
    for (int i = 0; i < noticeNames.size(); i++) {
      double threshold = slo.rules().noticePercents().get(i) / 100.0;
      RuleState was = state(noticeNames.get(i));
      RuleState is = machine.notice(was, spent, threshold, situation);
      if (is != was) {
        told(noticeNames.get(i), NOTICE, threshold, was, is, ofPeriod(), changes);
      }
    }
  }

  private void silence(Situation situation, Consumer<Transition> changes) {
    if (slo.rules().noData().silence() != Silence.ALERT) {
      return;
    }
    RuleState was = state(NO_DATA);
    RuleState is = machine.notice(was, situation.silent() ? 1 : 0, 1, situation);
    if (is != was) {
      told(NO_DATA, NOTICE, 1, was, is, ofPeriod(), changes);
    }
  }

  private void told(
      String rule,
      String severity,
      double threshold,
      RuleState was,
      RuleState is,
      Reading seen,
      Consumer<Transition> changes) {
    states.put(rule, is);
    journal.state(rule, is);
    if (is.differs(was)) {
      String heldBack = lowTraffic.text(is.held(), seen.longCounts(), threshold * errorBudget);
      changes.accept(
          new Transition(
              slo.id(),
              rule,
              severity,
              threshold,
              was,
              is,
              seen,
              budget(),
              heldBack,
              series.headMs()));
    }
  }

  private Reading ofPeriod() {
    Budget budget = budget();
    return new Reading(budget.counts(), budget.counts(), errorBudget, budget.partial());
  }

  /** What the windows of a rule hold, by its place in the objective's rules. */
  public Reading reading(int rule) {
    return new Reading(
        series.sum(longWindows[rule]),
        series.sum(shortWindows[rule]),
        errorBudget,
        series.firstMs() > series.tailMs(longWindows[rule]));
  }

  /**
   * Why a rule does not fire although its burn rates meet the threshold; empty without a reason.
   */
  public String heldBack(BurnRule rule) {
    int index = slo.rules().burn().indexOf(rule);
    return lowTraffic.text(
        state(rule.name()).held(), reading(index).longCounts(), rule.threshold() * errorBudget);
  }

  /** How a rule or notice stands. */
  public RuleState state(String rule) {
    return states.getOrDefault(rule, RuleState.START);
  }

  /** Names of all rules and notices. */
  public List<String> ruleNames() {
    List<String> names = new ArrayList<>(noticeNames);
    slo.rules().burn().forEach(rule -> names.add(rule.name()));
    if (slo.rules().noData().silence() == Silence.ALERT) {
      names.add(NO_DATA);
    }
    return names;
  }

  /** What every window of the rules holds, in no order; a window of two rules is told twice. */
  public void windows(BiConsumer<Duration, Counts> told) {
    List<BurnRule> burn = slo.rules().burn();
    for (int i = 0; i < burn.size(); i++) {
      told.accept(burn.get(i).shortWindow(), series.sum(shortWindows[i]));
      told.accept(burn.get(i).longWindow(), series.sum(longWindows[i]));
    }
  }

  /** What is left of the present period's budget. */
  public Budget budget() {
    long now = series.headMs();
    if (calendar.isPresent()) {
      CalendarSum sum = calendar.get();
      return Budget.of(
          sum.counts(),
          sum.startMs(),
          sum.endMs() - sum.startMs(),
          series.firstMs(),
          now,
          errorBudget);
    }
    long start = series.tailMs(periodWindow);
    long length = slo.objective().period().length(Instant.ofEpochMilli(now)).toMillis();
    return Budget.of(series.sum(periodWindow), start, length, series.firstMs(), now, errorBudget);
  }

  /** The objective. */
  public Slo slo() {
    return slo;
  }

  /** End of the newest window with events; when the objective began before any. */
  public long lastEventMs() {
    return lastEvent;
  }

  /** End of the newest window that counts; {@code Long.MIN_VALUE} before anything came. */
  public long headMs() {
    return series.headMs();
  }

  /** When the first counted window began; {@code Long.MAX_VALUE} for never. */
  public long firstMs() {
    return series.firstMs();
  }

  /** Tells a journal what it would have been told from the beginning; states of rules are not. */
  public void writeTo(Journal other) {
    series.writeTo(other);
    slices.ifPresent(kept -> kept.writeTo(other));
    calendar.ifPresent(sum -> sum.writeTo(other));
    other.marks(series.firstMs(), slices.map(Slices::closedMs).orElse(Long.MIN_VALUE));
  }

  /**
   * How much of the past is kept, as text. Counts that were kept with another depth may lack what a
   * longer window, or another period, needs.
   */
  public String depth() {
    Period period = slo.objective().period();
    return series.depth() + (period instanceof Period.Calendar ? period : "");
  }

  /** Memory of the counts. */
  public long sizeBytes() {
    return series.sizeBytes() + slices.map(Slices::sizeBytes).orElse(0L);
  }
}
