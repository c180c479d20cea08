import { asked, fixed, format, moved, parse, spanSeconds, times } from '/ui/app/address.js';
import { equal, test } from './test.js';

const NOW = new Date('2026-11-28T02:31:07.500Z');
const FIXED = { live: false, from: '2026-11-28T02:00:00.000Z', to: '2026-11-28T02:30:00.000Z' };

test('an address without anything is the overview of the last 15 minutes', () => {
  equal(parse('/', ''), { page: 'overview', range: { live: true, span: '15m' }, params: {}, problems: [] });
});

test('what is written is read back', () => {
  for (const address of [
    { page: 'map', range: { live: true, span: '1h' }, params: { ns: 'shop', sel: 'edge:a/b→c&d=e' } },
    { page: 'flows', range: FIXED, params: { q: 'verdict:dropped port:8000-8100 +%' } },
    { page: 'overview', range: { live: true, span: '15m' }, params: {} },
  ]) {
    const [path, search = ''] = format(address).split(/(?=\?)/);
    equal(parse(path, search), { ...address, problems: [] }, format(address));
  }
});

test('parameters without a value are left out', () => {
  equal(format({ page: 'map', range: { live: true, span: '15m' }, params: { a: undefined, b: null, c: '', d: '0' } }), '/map?d=0');
});

test('what cannot be used is said and replaced', () => {
  for (const [path, search, part] of [
    ['/nowhere', '', 'There is no page "nowhere".'],
    ['/map', '?range=soon', '"soon" is no length of time'],
    ['/map', '?from=2026-11-28T03:00:00Z&to=2026-11-28T02:00:00Z', 'are no range'],
    ['/map', '?from=2026-11-28T03:00:00Z', 'are no range'],
  ]) {
    const { page, range, problems } = parse(path, search);
    equal([problems.length, problems[0].includes(part), range], [1, true, { live: true, span: '15m' }], path + search);
    equal(page, path === '/nowhere' ? 'overview' : 'map');
  }
});

test('a link to a live picture has its times', () => {
  const address = { page: 'map', range: { live: true, span: '5m' }, params: {} };
  equal(fixed(address, NOW).range, { live: false, from: '2026-11-28T02:26:00.000Z', to: '2026-11-28T02:31:00.000Z' });
  equal(fixed({ ...address, range: FIXED }, NOW).range, FIXED);
});

test('a live range ends at a whole window, so that it is asked for once', () => {
  equal(times({ live: true, span: '5m' }, NOW).to, '2026-11-28T02:31:00.000Z');
});

test('a range moves by its share, and never beyond now', () => {
  equal(moved(FIXED, NOW, -0.5), { live: false, from: '2026-11-28T01:45:00.000Z', to: '2026-11-28T02:15:00.000Z' });
  equal(moved(FIXED, NOW, 0.5), { live: false, from: '2026-11-28T02:01:00.000Z', to: '2026-11-28T02:31:00.000Z' });
});

test('the server is asked by length while live, else by times', () => {
  equal(asked({ live: true, span: '1h' }), { since: '1h' });
  equal(asked(FIXED), { since: FIXED.from, until: FIXED.to });
});

test('lengths of time have a unit', () => {
  equal(['30s', '15m', '6h', '7d', '', 'm', '5', '5w', undefined].map(spanSeconds), [30, 900, 21600, 604800, NaN, NaN, NaN, NaN, NaN]);
});
