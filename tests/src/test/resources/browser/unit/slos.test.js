import { answer, budget, budgetText, burnWindows, emptyIn, filtered, tally, windowSeconds, worstFirst } from '/ui/slo/words.js';
import { equal, test } from './test.js';

const plain = (text) => text.replaceAll('\u202f', ' ');
const NOW = new Date('2026-03-01T12:00:00');
const slo = (id, more = {}) => ({
  slo: id, service: 'cart', state: 'ok', burning: false, budgetLeft: 1, periodSeconds: 2_419_200, objective: 0.995, bad: 0, total: 100, lost: 0, sli: 1, burn: [{ window: '5m', rate: 0 }],
  selector: { server: '*/shop/*/cart', fanOut: 'none' }, ...more,
});

test('the worst first: burning, then by state, by budget, by burn', () => {
  const all = [
    slo('fine'), slo('less', { budgetLeft: 0.5 }), slo('fast', { burn: [{ window: '5m', rate: 3 }] }), slo('near', { state: 'increasing' }),
    slo('fires', { state: 'firing', burning: true, budgetLeft: 0.9 }), slo('fires more', { state: 'firing', burning: true, budgetLeft: 0.1 }),
    slo('frozen', { state: 'frozen', burning: true, budgetLeft: 0.5 }), slo('odd', { state: 'unheard-of' }),
  ];
  equal(all.sort(worstFirst).map((one) => one.slo), ['fires more', 'frozen', 'fires', 'near', 'less', 'fast', 'fine', 'odd']);
});

test('filters of an address', () => {
  const all = [slo('a'), slo('b', { state: 'firing' }), slo('c', { service: 'other', selector: { server: '*/bank/*/other' } }), slo('d', { selector: { server: '*/*/*/any' } })];
  const names = (params) => filtered(all, params).map((one) => one.slo);
  equal(names({}), ['a', 'b', 'c', 'd']);
  equal(names({ state: 'firing' }), ['b']);
  equal(names({ service: 'other' }), ['c']);
  equal(names({ ns: 'shop' }), ['a', 'b', 'd'], 'an objective of any namespace is of this one, too');
});

test('how long the budget lasts', () => {
  equal(emptyIn(slo('a', { budgetLeft: 0.5, burn: [{ window: '5m', rate: 14 }] })), 86_400);
  equal(emptyIn(slo('a', { burn: [{ window: '5m', rate: 0.9 }] })), undefined, 'it lasts');
  equal(emptyIn(slo('a', { budgetLeft: -1, burn: [{ window: '5m', rate: 9 }] })), undefined, 'it is spent');
  equal(emptyIn(slo('a', { burn: [] })), undefined);
  equal(plain(budgetText(slo('a', { budgetLeft: 0.5, burn: [{ window: '5m', rate: 14 }] }))), '50 % of its budget left, empty in 1 d at this rate');
});

test('a budget as health', () => {
  equal([1, 0.25, 0.2, 0, -0.5].map((left) => budget({ budgetLeft: left }).health), ['ok', 'ok', 'degraded', 'failing', 'failing']);
  equal(plain(budget({ budgetLeft: -0.5 }).text), '50 % over');
});

test('all objectives in a sentence', () => {
  equal(answer([slo('a'), slo('b')], NOW), { health: 'ok', text: 'None of 2 objectives burns too fast.' });
  equal(answer([slo('a', { budgetLeft: -0.1 }), slo('b', { state: 'no-data' })], NOW).text, 'None of 2 objectives burns too fast; 1 without budget left, 1 without enough data to judge.');
  const burning = answer([slo('a'), slo('b', { burning: true }), slo('c', { burning: true, since: '2026-03-01T11:43:00', burn: [{ window: '5m', rate: 28 }] })], NOW);
  equal([burning.text, burning.worst.slo, plain(burning.rest)], ['2 of 3 objectives burn too fast. Fastest now:', 'c', 'since 11:43 (17 min), 100 % of its budget left, empty in 1 d at this rate.']);
});

test('what was counted', () => {
  equal(plain(tally(slo('a', { sli: 0.8854, bad: 59, total: 515, lost: 3 }))), '88.54 % of its events were good: 59 of 515 bad, 3 known to be missing');
  equal(tally(slo('a', { sli: undefined })), 'Nothing was counted yet');
  equal(plain(tally(slo('a', { sli: 0.5, budgetingMethod: 'Timeslices' }))), '50 % of its events were good');
});

test('windows of the burn chart', () => {
  const burn = ['5m', '30m', '1h', '6h', '3d'].map((window) => ({ window, rate: 0 }));
  equal(burnWindows({ burn }, 60).map(({ window }) => window), ['5m', '1h', '6h']);
  equal(burnWindows({ burn }, 3600).map(({ window }) => window), ['1h', '6h'], 'not shorter than a column');
  equal(burnWindows({ burn: [{ window: '10m', rate: 0 }] }, 60), [{ window: '10m', seconds: 600 }]);
  equal(['90s', '1h30m', '3d'].map(windowSeconds), [90, 5400, 259_200]);
});
