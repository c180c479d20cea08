import { changedAt, dropColumns, dropSpan, edgeOf, involved, laneOf, markers, podOf, pressureColumns, servers, slices, span } from '/ui/incident/scene.js';
import { against, answer, badEvents, broken, figure, mostLikely, nearAlerts, parts, summary } from '/ui/incident/words.js';
import { equal, test } from './test.js';

const plain = (text) => text.replaceAll('\u202f', ' ');
const MINUTE = 60_000;
const at = (time) => Date.parse(`2026-03-01T${time}Z`);
const EDGE = 'weir.drops.v1 c/shop/Deployment/checkout|c/shop/Deployment/payment|TCP:9090';
const evidence = (more = {}) => ({ figure: 'unanswered connects', count: 25, total: 100, usualCount: 1, usualTotal: 400, series: EDGE, flows: [], from: '', to: '', ...more });
const cause = (more = {}) => ({ kind: 'policy-denial', subject: 'shop/deny', sentence: 'shop/deny denies it', score: 0.9, coverage: 1, timing: 1, specificity: 1, place: 1, evidence: [evidence()], ...more });
const incident = (more = {}) => ({
  id: 'x', slo: 'pay', service: 'payment', severity: 'page', open: true, openedAt: '2026-03-01T10:05:00Z', began: '2026-03-01T10:02:10Z', affected: ['front'], alerts: 3, callers: 5, callersHit: 3,
  bad: 25, total: 100, usualBad: 1, usualTotal: 400, cause: 'shop/deny denies it', causes: [cause()], flows: 'weir observe', ...more,
});

test('the span of an open incident ends now, and its question stays the same', () => {
  const now = at('10:20:03');
  equal(span(incident(), now), { from: at('09:57:00'), to: at('10:20:10'), since: '2026-03-01T09:57:00.000Z', until: undefined });
  equal(span(incident(), now + 9000).since, span(incident(), now).since);
});

test('that of one that is over has margins on both sides, as far as time has come', () => {
  const over = incident({ open: false, closedAt: '2026-03-01T10:12:00Z' });
  equal([span(over, at('15:00:00')).until, span(over, at('10:14:00')).until], ['2026-03-01T10:17:00.000Z', undefined]);
});

test('a link with fixed times does not look beyond them', () => {
  equal(span(incident(), at('15:00:00'), at('10:08:00')).until, '2026-03-01T10:08:00.000Z');
  equal(span(incident(), at('10:20:00'), at('09:00:00')).until, undefined, 'a range before it says nothing of it');
});

test('slices are of round lengths, cover the span, and settle', () => {
  const { stepMs, parts: cut } = slices({ from: at('09:57:00'), to: at('10:20:10'), until: undefined }, 24, at('10:20:03'));
  equal([stepMs, cut.length, cut[0].since, cut.at(-1).until], [2 * MINUTE, 13, '2026-03-01T09:56:00.000Z', undefined]);
  equal([cut[0].settled, cut.at(-2).settled, cut.at(-1).settled], [true, false, false]);
  equal(cut.slice(1).every((part, i) => part.since === cut[i].until), true, 'no gap');
  const over = slices({ from: at('10:00:00'), to: at('10:05:30'), until: '2026-03-01T10:05:30.000Z' }, 8, at('12:00:00'));
  equal([over.stepMs, over.parts.at(-1).until, over.parts.every(({ settled }) => settled)], [MINUTE, '2026-03-01T10:05:30.000Z', true]);
});

test('services of the objective and of the causes', () => {
  const slo = { slo: 'pay', selector: { server: '*/shop/*/frontend', fanOut: 'none' } };
  equal(servers(incident(), slo), ['shop/frontend', 'shop/payment']);
  equal(involved(incident(), slo), ['shop/frontend', 'shop/payment', 'shop/checkout']);
  equal(servers(incident({ causes: [] }), undefined), []);
  equal(edgeOf(evidence({ series: 'weir.resources.v1 shop/node-1' })), undefined);
  equal(edgeOf(evidence()).port, 'TCP:9090');
});

test('pods of services', () => {
  equal([podOf(['shop/cart'], 'shop', 'cart-1-x'), podOf(['shop/cart'], 'shop', 'cartoon-1'), podOf(['shop/cart'], 'bank', 'cart-1')], [true, false, false]);
});

test('when a change happened', () => {
  const change = (text) => cause({ kind: 'recent-change', sentence: `version v2 of shop/cart came ${text} the bad events began: 30 % bad` });
  equal(changedAt(change('40 s before'), incident()), at('10:01:30'));
  equal(changedAt(change('4 s after'), incident()), at('10:02:14'));
  equal([changedAt(cause(), incident()), changedAt(change('4 s after'), incident({ began: undefined }))], [undefined, undefined]);
  equal(against(at('10:01:30'), incident()), '40 s before the bad events began');
});

test('markers in order, one for each objective', () => {
  const alert = (slo, rule, openedAt) => ({ slo, rule, openedAt: `2026-03-01T${openedAt}Z` });
  const alerts = [alert('front', 'page-6h', '10:07:00'), alert('front', 'page-1h', '10:06:00'), alert('front', 'old', '09:00:00'), alert('elsewhere', 'page-1h', '10:06:00'), { slo: 'pay', rule: 'held' }];
  const closed = incident({ open: false, closedAt: '2026-03-01T10:30:00Z', acknowledged: { owner: 'eva', createdAt: '2026-03-01T10:10:00Z' } });
  equal(markers(closed, alerts).map(({ kind, label }) => `${kind}: ${label}`), [
    'began: bad events began', 'alert: the incident opened', 'alert: alert front', 'note: eva took it on', 'end: it ended',
  ]);
});

test('drops and pressure of the services alone, column by column', () => {
  const drop = (from, to, count) => ({ reason: 'POLICY_DENY', source: { label: from }, destination: { label: to }, count });
  equal(dropColumns([{ rows: [drop('a', 'b', 3), drop('x', 'y', 9), drop('b', 'z', 2)] }, undefined, { rows: [drop('a', 'b', 1)] }], ['b']), [{ name: 'policy deny', values: [5, 0, 1] }]);
  const seen = (firstSeen, lastSeen, to) => ({ firstSeen, lastSeen, source: { label: 'a' }, destination: { label: to } });
  const dropped = [seen('2026-03-01T10:00:00Z', '2026-03-01T10:01:00Z', 'b'), seen('2026-03-01T10:00:30Z', '2026-03-01T10:03:00Z', 'b'), seen('2026-03-01T09:00:00Z', '2026-03-01T11:00:00Z', 'x')];
  equal([dropSpan(dropped, ['b']), dropSpan(dropped, ['y'])], [{ from: at('10:00:00'), to: at('10:03:00') }, undefined]);
  const reading = (more) => ({ pressure: true, kind: 'container', namespace: 'shop', pod: 'cart-1', name: 'cart', ...more });
  const rows = [reading(), reading({ pod: 'other-1' }), reading({ kind: 'node', name: 'node-2', pod: '' }), reading({ pressure: false, pod: 'cart-2' })];
  equal(pressureColumns([{ rows }], ['shop/cart']), [{ name: 'cart-1', values: [1] }, { name: 'node node-2', values: [1] }]);
});

test('lanes of causes', () => {
  equal(['policy-denial', 'oom-kill', 'retransmits', 'dns-slow', 'new-kind'].map((kind) => laneOf({ kind })), ['drops', 'pressure', 'connects', 'dns', 'sli']);
});

test('an incident in words', () => {
  const now = new Date('2026-03-01T10:19:10Z');
  equal(/^is failing for 3 of 5 callers since \d\d:\d\d \(17 min\)$/.test(broken(incident(), now)), true, broken(incident(), now));
  const over = incident({ open: false, closedAt: '2026-03-01T10:12:10Z', callers: 0, callersHit: 0 });
  equal(/^was failing from \d\d:\d\d to \d\d:\d\d \(10 min\)$/.test(broken(over, now)), true, broken(over, now));
  equal([mostLikely(incident()), mostLikely(over)], ['Most likely: shop/deny denies it.', 'Most likely it was: shop/deny denies it.']);
  equal(mostLikely(incident({ cause: 'No cause found: 9 were bad', causes: [] })), 'No cause found: 9 were bad.');
  equal(plain(badEvents(incident())), '25 of 100 (25 %) events were bad, usually 1 of 400 (0.3 %).');
  equal(badEvents(incident({ total: 0 })), '');
  equal(answer([over], now).text, 'No incident is open; 1 incident ended in the last 7 days.');
  const ticket = incident({ id: 'ticket', severity: 'ticket' });
  equal([answer([ticket, incident()], now).incident.id, answer([ticket, incident()], now).more], ['x', 1]);
});

test('figures with what is usual', () => {
  equal(Object.values(figure(evidence())).map(plain), ['25 of 100 (25 %) unanswered connects', 'usually 1 of 400 (0.3 %)']);
  equal(figure(evidence({ figure: 'drops', total: 0, usualTotal: 0, usualCount: 0 })), { text: '25 drops', usually: 'usually 0' });
});

test('what the parts of a score say', () => {
  const says = (more) => parts(cause(more)).map((part) => plain(part.says));
  equal(says(), ['explains 100 % of the bad events', 'began with the bad events, and is new', 'absent where things are fine', 'nobody’s consequence']);
  equal(says({ coverage: 0.56, timing: 0.4, specificity: 0.5, place: 0 }), ['explains 56 % of the bad events', 'began later than the bad events', 'nothing to compare with', 'a consequence of another cause']);
  equal(says({ timing: 0.5, specificity: 0.1, place: 0.5, evidence: [evidence({ usualCount: 50 })] }).slice(1), ['was there before, too', 'seen elsewhere, too', 'partly a consequence']);
});

test('a summary for a chat', () => {
  const lines = summary(incident({ acknowledged: { owner: 'eva', note: 'on it' }, causes: [cause(), cause({ sentence: 'it is slow' })] }), new Date('2026-03-01T10:19:10Z'), 'http://weir/alerts?incident=x').split('\n');
  equal(lines[0].startsWith('pay (page): payment is failing for 3 of 5 callers since '), true, lines[0]);
  equal(lines.slice(2), ['Most likely: shop/deny denies it.', '2. it is slow.', 'Affected, too: front.', 'Taken on by eva: on it.', 'Evidence: http://weir/alerts?incident=x', 'Flows: weir observe']);
});

test('alerts that are near', () => {
  const alert = (state, more) => ({ state, open: false, heldBack: '', ...more });
  const all = [alert('ok'), alert('firing', { open: true }), alert('increasing'), alert('ok', { heldBack: 'too few' }), alert('frozen', { open: true })];
  equal(nearAlerts(all), [all[2], all[3]]);
});
