import { callersQuestion, comesFrom, counts, matchOf, namespaceOf, question, serviceOf } from '/ui/slo/selector.js';
import { equal, test } from './test.js';

const peer = (text) => {
  const [cluster, namespace, kind, name] = text.split('/');
  return { cluster, namespace, kind, name };
};
const CHECKOUT = 'c/shop/Deployment/checkout';
const PAYMENT = 'c/shop/Deployment/payment';
const slo = (selector, id = 'one', indicator = 'tcp-connect') => ({ slo: id, indicator, selector: { fanOut: 'none', ...selector } });
const service = (server) => ({ server: peer(server) });
const edge = (client, server, port = 9090) => ({ client: peer(client), server: peer(server), port, protocol: 'TCP' });

test('a service: all its callers', () => {
  const one = slo({ server: '*/shop/*/payment' });
  equal(question(one), { indicator: 'tcp-connect', by: 'service', service: 'shop/payment' });
  equal(callersQuestion(one), { indicator: 'tcp-connect', by: 'edge', to: 'shop/payment' });
  equal([serviceOf(one), namespaceOf(one)], ['shop/payment', 'shop']);
  equal([counts(one, service(PAYMENT)), counts(one, service(CHECKOUT)), counts(one, edge(CHECKOUT, PAYMENT))], [true, false, false]);
  equal([comesFrom(one, edge(CHECKOUT, PAYMENT)), comesFrom(one, edge(PAYMENT, CHECKOUT))], [true, false]);
});

test('a client, a port or a protocol means edges', () => {
  const one = slo({ server: '*/shop/*/payment', client: '*/*/*/check*', port: 9090 });
  equal(question(one), { indicator: 'tcp-connect', by: 'edge', to: 'shop/payment' });
  equal([edge(CHECKOUT, PAYMENT), edge(CHECKOUT, PAYMENT, 80), edge('c/shop/Deployment/cart', PAYMENT), service(PAYMENT)].map((row) => counts(one, row)), [true, false, false, false]);
});

test('patterns that mean several services ask for all, and choose', () => {
  const one = slo({ server: 'c/shop/*/pay*' });
  equal(question(one), { indicator: 'tcp-connect', by: 'service', service: undefined });
  equal([counts(one, service(PAYMENT)), counts(one, service(CHECKOUT)), serviceOf(one)], [true, false, undefined]);
  equal(counts(slo({ server: 'c/shop/*/p.yment' }), service(PAYMENT)), false, 'a dot is a dot');
});

test('of a fan-out one match', () => {
  const one = slo({ server: '*/shop/*/*', fanOut: 'service' }, `each[${PAYMENT}]`);
  equal([matchOf(one.slo), serviceOf(one)], [PAYMENT, 'shop/payment']);
  equal([counts(one, service(PAYMENT)), counts(one, service(CHECKOUT))], [true, false]);
  const by = slo({ server: '*/shop/*/*', fanOut: 'edge' }, `each[${CHECKOUT}>${PAYMENT}>TCP:9090]`);
  equal(question(by), { indicator: 'tcp-connect', by: 'edge', to: 'shop/payment' });
  equal([counts(by, edge(CHECKOUT, PAYMENT)), counts(by, edge(CHECKOUT, PAYMENT, 80))], [true, false]);
});

test('probes', () => {
  const one = slo({ probe: 'shop/pay-1/readiness' }, 'one', 'probe');
  equal(question(one), { indicator: 'probe', probe: 'shop/pay-1/readiness' });
  equal([counts(one, { probe: 'shop/pay-1/readiness' }), counts(one, { probe: 'shop/pay-2/readiness' }), counts(one, service(PAYMENT))], [true, false, false]);
  equal([callersQuestion(one), serviceOf(one), namespaceOf(one)], [undefined, undefined, 'shop']);
  const each = slo({ probe: '*', fanOut: 'service' }, 'each[shop/pay-1/readiness]', 'probe');
  equal([counts(each, { probe: 'shop/pay-1/readiness' }), counts(each, { probe: 'shop/pay-2/readiness' })], [true, false]);
});

test('an older server does not say what counts', () => {
  equal([question({ slo: 'old', indicator: 'x' }), callersQuestion({ slo: 'old', indicator: 'x' })], [undefined, undefined]);
});
