import { budgets, burns, grid, gridOf, largest, ratios, since, spans, stacked, sums } from '/ui/parts/windows.js';
import { equal, test } from './test.js';

const MINUTE = 60_000;
const FROM = Date.parse('2026-03-01T10:00:00Z');
const row = (startMs, good, total, lost = total.map(() => 0)) => ({ windows: { startMs, good, total, lost } });
const at = (minute) => FROM + minute * MINUTE;
const over = (minutes) => ({ from: FROM, to: at(minutes), stepMs: MINUTE });

test('series are added up, what is lost is not', () => {
  const all = grid([row([at(0), at(2)], [9, 5], [10, 5], [3, 0]), row([at(0)], [8], [10], [3])], over(3));
  equal(all, { stepMs: MINUTE, starts: [at(0), at(1), at(2)], bad: [3, 0, 0], total: [20, 0, 5], lost: [3, 0, 0] });
  equal(ratios(all), [0.85, undefined, 1]);
  equal(sums(all), { bad: 3, total: 25, lost: 3 });
});

test('shorter windows and those outside the range', () => {
  const all = grid([row([at(-1), at(1), at(1) + 10_000, at(3)], [0, 1, 1, 0], [9, 1, 2, 9])], over(2));
  equal([all.bad, all.total], [[0, 1], [0, 3]]);
});

test('a grid begins at a whole window, the answer says how long one is', () => {
  const answer = { info: { from: '2026-03-01T10:00:30Z', to: '2026-03-01T10:02:00Z', windowSeconds: 60 }, rows: [row([at(0)], [1], [2])] };
  equal(gridOf(answer).starts, [at(0), at(1)]);
  equal(gridOf(answer, []).total, [0, 0]);
});

test('the columns from a time on', () => {
  const all = grid([row([at(0), at(1), at(2)], [1, 1, 1], [1, 2, 3])], over(3));
  equal(since(all, at(1) + 1), { stepMs: MINUTE, starts: [at(1), at(2)], bad: [1, 2], total: [2, 3], lost: [0, 0] });
  equal(since(all, at(9)).starts, []);
});

test('a burn rate is of the window that ends with the column', () => {
  const all = grid([row([at(0), at(1), at(3)], [10, 8, 10], [10, 10, 10])], over(5));
  equal(burns(all, 0.5, 120).map((rate) => rate && Number(rate.toFixed(3))), [0, 0.2, 0.4, 0, 0]);
  equal(burns(all, 0.5, 60), [0, 0.4, undefined, 0, undefined].map((rate) => (rate === 0.4 ? 0.2 / 0.5 : rate)));
});

const slo = { bad: 4, badLeft: 16, budgetLeft: 0.8, periodStart: '2026-03-01T10:01:00Z', budgetingMethod: 'Occurrences' };

test('a budget is worked back from what is left', () => {
  const all = grid([row([at(1), at(2), at(4)], [0, 1, 0], [1, 2, 2])], over(5));
  equal(budgets(all, slo).map((left) => left && Number(left.toFixed(3))), [undefined, 0.95, 0.9, 0.9, 0.8]);
  equal(budgets(all, slo, 4).map((left) => left && Number(left.toFixed(3))), [undefined, 1.15, 1.1, 1.1, 1], 'with what came later');
});

test('budgets in slices, and those of no event, cannot be told', () => {
  const all = grid([], over(2));
  equal(budgets(all, { ...slo, budgetingMethod: 'RatioTimeslices' }), [undefined, undefined]);
  equal(budgets(all, { ...slo, budgetingMethod: 'Timeslices' }), [undefined, undefined]);
  equal(budgets(all, { ...slo, bad: 0, badLeft: 0 }), [undefined, undefined]);
});

test('what is not known: lost, not kept, not yet; and what is known to be silent', () => {
  const all = grid([row([at(1), at(2), at(3), at(5)], [1, 1, 1, 1], [1, 1, 1, 1], [0, 2, 3, 0])], over(8));
  const info = { dataFrom: new Date(at(1)).toISOString(), dataTo: new Date(at(5)).toISOString() };
  equal(spans(all, info), [
    { kind: 'unkept', from: at(0), to: at(1) },
    { kind: 'missing', from: at(2), to: at(4), lost: 5 },
    { kind: 'silent', from: at(4), to: at(5) },
    { kind: 'pending', from: at(6), to: at(8) },
  ]);
});

test('with no data at all nothing is kept', () => {
  equal(spans(grid([], over(2)), {}), [{ kind: 'unkept', from: at(0), to: at(2) }]);
});

test('the largest, and the others as one', () => {
  const series = [
    { name: 'a', values: [1, 0] },
    { name: 'b', values: [0, 0] },
    { name: 'c', values: [5, 5] },
    { name: 'd', values: [undefined, 3] },
  ];
  equal(largest(series, 3).map(({ name }) => name), ['c', 'd', 'a']);
  equal(largest(series, 2), [series[2], { name: '2 others', values: [1, 3] }]);
});

test('columns that stand on each other', () => {
  equal(stacked([[1, undefined], [2, 3]]), [[1, 0], [3, 3]]);
});
