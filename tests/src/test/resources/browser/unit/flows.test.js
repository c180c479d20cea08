// Flows: queries as text, and the list that the page keeps.
import { completed, peerTerms, query, quote, term, without } from '/ui/flows/query.js';
import { Rows, visible } from '/ui/flows/rows.js';
import { equal, test } from './test.js';

test('values are quoted where they would not be read back', () => {
  equal(['shop', 'a b', 'a,b', '', '"', 'a"b c', 'end \\', '\\d+ x'].map(quote), ['shop', '"a b"', '"a,b"', '""', '"\\""', '"a\\"b c"', '"end \\\\"', '"\\d+ x"']);
});

test('terms and queries leave out what is not there', () => {
  equal(term('port', [80, 443]), 'port:80,443');
  equal(term('reason', ''), '');
  equal(term('dns', undefined), '');
  equal(query('verdict:dropped', '', false, term('port', 53)), 'verdict:dropped port:53');
});

test('a peer of the map as terms', () => {
  const peer = (kind, name, namespace = '') => peerTerms('to.', { kind, name, namespace });
  equal(peer('Deployment', 'cart', 'shop'), 'to.namespace:shop to.workload:cart');
  equal(peer('World', 'api.pay.example'), 'to.fqdn:api.pay.example');
  equal(peer('World', '203.0.113.0/24'), 'to.ip:203.0.113.0/24');
  equal(peer('World', '2001:db8::1'), 'to.ip:2001:db8::1');
  equal(peer('Reserved', 'kube-apiserver'), 'to.identity:kube-apiserver');
});

test('a term goes with its "not"', () => {
  const text = 'verdict:dropped  not port:53 pod:cart';
  equal(without(text, { at: 21, length: 7, not: true }), 'verdict:dropped pod:cart');
  equal(without(text, { at: 0, length: 15, not: false }), 'not port:53 pod:cart');
  equal(without('pod:cart', { at: 0, length: 8, not: false }), '');
});

test('a completion takes the place of what was typed', () => {
  equal(completed('ver', { from: 0, to: 3 }, 'verdict:'), { text: 'verdict:', at: 8 });
  equal(completed('verdict:dr port:80', { from: 8, to: 10 }, 'dropped'), { text: 'verdict:dropped port:80', at: 16 });
});

const row = (id, time) => ({ id, time: `2026-03-01T12:00:${time}Z` });
const ids = (rows) => rows.shown.map(({ id }) => id).join(' ');

test('what arrives waits, comes on top, and is shown once', () => {
  const rows = new Rows();
  rows.older([row('b', '02'), row('a', '01')]);
  rows.arrived([row('b', '02'), row('c', '03'), row('c', '03')]);
  equal([ids(rows), rows.waiting], ['b a', 1]);
  rows.show();
  equal([ids(rows), rows.waiting], ['c b a', 0]);
  rows.older([row('a', '01'), row('z', '00')]);
  equal(ids(rows), 'c b a z');
});

test('fractions of a second are as long as they need to be', () => {
  const rows = new Rows();
  rows.arrived([row('1', '01'), row('3', '01.83'), row('4', '01.830001'), row('2', '01.5'), row('5', '02')]);
  rows.show();
  equal(ids(rows), '5 4 3 2 1');
});

test('what waits too long is let go, and counted', () => {
  const rows = new Rows();
  rows.arrived(Array.from({ length: 10_003 }, (_, i) => row(`${i}`, '01')));
  equal([rows.waiting, rows.missed], [10_000, 3]);
  rows.older([row('past', '00')]);
  rows.show();
  equal([rows.shown.length, rows.shown.some(({ id }) => id === 'past')], [10_000, false], 'the oldest makes room');
});

test('only rows near the screen are drawn', () => {
  equal(visible(10_000, 32, 0, 640), { first: 0, last: 30 });
  equal(visible(10_000, 32, 3200, 640), { first: 90, last: 130 });
  equal(visible(5, 32, 3200, 640), { first: 90, last: 90 }, 'the list became shorter than where one was');
});
