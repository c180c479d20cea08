// Windows of indicators (`slis`) as columns of one grid of time, and what follows from them: shares, burn rates, budgets, gaps. Pure.

/**
 * Columns side by side, one for each window of the range, in which nothing is a `total` of 0.
 *
 * @typedef {object} Grid
 * @property {number} stepMs
 * @property {number[]} starts ms since the epoch, ascending, without holes
 * @property {number[]} bad
 * @property {number[]} total
 * @property {number[]} lost events that are known to be missing, on all nodes
 */

/**
 * Adds rows of `slis` up.
 *
 * @param {object[]} rows of one answer
 * @param {{from: number|string, to: number|string, stepMs: number}} range
 * @returns {Grid}
 */
export function grid(rows, { from, to, stepMs }) {
  const first = Math.floor(+new Date(from) / stepMs) * stepMs;
  const size = Math.max(0, Math.ceil((+new Date(to) - first) / stepMs));
  const columns = () => new Array(size).fill(0);
  const all = { stepMs, starts: Array.from({ length: size }, (_, i) => first + i * stepMs), bad: columns(), total: columns(), lost: columns() };
  for (const { windows } of rows) {
    windows.startMs.forEach((start, n) => {
      const i = Math.floor((start - first) / stepMs);
      if (i < 0 || i >= size) return;
      all.bad[i] += windows.total[n] - windows.good[n];
      all.total[i] += windows.total[n];
      // What was lost is of all nodes, and the same in each series.
      all.lost[i] = Math.max(all.lost[i], windows.lost[n]);
    });
  }
  return all;
}

/** The grid of an answer of `slis`, for some of its rows. */
export function gridOf(answer, rows = answer.rows) {
  return grid(rows, { from: answer.info.from, to: answer.info.to, stepMs: answer.info.windowSeconds * 1000 });
}

/** The columns from a time on. */
export function since(all, from) {
  const i = all.starts.findIndex((start) => start + all.stepMs > from);
  const cut = (columns) => (i < 0 ? [] : columns.slice(i));
  return { stepMs: all.stepMs, starts: cut(all.starts), bad: cut(all.bad), total: cut(all.total), lost: cut(all.lost) };
}

/** Share of good events in each column; undefined where there was none. */
export function ratios({ bad, total }) {
  return total.map((n, i) => (n === 0 ? undefined : 1 - bad[i] / n));
}

/** Bad events and all of them, over everything. */
export function sums({ bad, total, lost }) {
  const sum = (columns) => columns.reduce((a, b) => a + b, 0);
  return { bad: sum(bad), total: sum(total), lost: sum(lost) };
}

/**
 * How fast the budget burnt in the `seconds` that end with each column: what alerting compares with its thresholds. Undefined where
 * these held no event.
 */
export function burns({ stepMs, bad, total }, objective, seconds) {
  const width = Math.max(1, Math.round((seconds * 1000) / stepMs));
  let badSum = 0;
  let totalSum = 0;
  return total.map((n, i) => {
    badSum += bad[i] - (i >= width ? bad[i - width] : 0);
    totalSum += n - (i >= width ? total[i - width] : 0);
    return totalSum === 0 ? undefined : badSum / totalSum / (1 - objective);
  });
}

/**
 * What was left of the budget at the end of each column: worked back from what is left after the last one by the bad events in
 * between. What a rolling period lost at its other end is not in it. Undefined where it cannot be said: budgets in time slices,
 * before the period began.
 *
 * @param {object} slo a row of `slos`
 * @param {number=} later bad events between the last column and now
 */
export function budgets({ stepMs, starts, bad }, slo, later = 0) {
  const allowed = slo.bad + slo.badLeft;
  if (isInSlices(slo) || !(allowed > 0)) return starts.map(() => undefined);
  const begin = Date.parse(slo.periodStart);
  const left = new Array(starts.length);
  let after = later;
  for (let i = starts.length - 1; i >= 0; i--) {
    left[i] = starts[i] + stepMs > begin ? slo.budgetLeft + after / allowed : undefined;
    after += bad[i];
  }
  return left;
}

/** Whether the budget is of slices of time and not of events. */
export function isInSlices(slo) {
  return (slo.budgetingMethod ?? '').endsWith('lices');
}

/**
 * Spans of which not everything is known: `missing` (events were lost), `unkept` (nothing is kept of that time any more), `pending` (not
 * counted yet); and `silent` ones: known, and there was nothing.
 *
 * @param {Grid} all
 * @param {{dataFrom?: string, dataTo?: string}} info
 * @returns {{kind: string, from: number, to: number, lost?: number}[]}
 */
export function spans(all, info) {
  const begin = info.dataFrom === undefined ? Infinity : Date.parse(info.dataFrom);
  const end = info.dataTo === undefined ? -Infinity : Date.parse(info.dataTo) + all.stepMs;
  const found = [];
  all.starts.forEach((from, i) => {
    const to = from + all.stepMs;
    const kind = all.lost[i] > 0 ? 'missing' : all.total[i] > 0 ? undefined : to <= begin ? 'unkept' : from >= end ? 'pending' : 'silent';
    const last = found.at(-1);
    if (kind === undefined) return;
    if (last?.kind === kind && last.to === from) {
      last.to = to;
      if (kind === 'missing') last.lost += all.lost[i];
    } else {
      found.push(kind === 'missing' ? { kind, from, to, lost: all.lost[i] } : { kind, from, to });
    }
  });
  return found;
}

/** The largest few of some named columns, the rest added up as `others`. */
export function largest(series, max, others = 'others') {
  const weight = ({ values }) => values.reduce((sum, value) => sum + (value ?? 0), 0);
  const sorted = series.filter((one) => weight(one) > 0).sort((a, b) => weight(b) - weight(a));
  if (sorted.length <= max) return sorted;
  const rest = sorted.slice(max - 1);
  const values = rest[0].values.map((_, i) => rest.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
  return [...sorted.slice(0, max - 1), { name: `${rest.length} ${others}`, values }];
}

/** The tops of columns that stand on each other: the n-th is the sum of the first n. */
export function stacked(columns) {
  const tops = [];
  columns.forEach((values, n) => tops.push(values.map((value, i) => (value ?? 0) + (n === 0 ? 0 : tops[n - 1][i]))));
  return tops;
}
