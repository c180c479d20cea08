// The sentences that drops, DNS, probes and resources open with, and what their rows count.
import { dnsAnswer, dnsHealth, dnsQuery, nameAnswer, rcodes } from '/ui/facts/dns.js';
import { dropQuery, dropsAnswer, rateWords } from '/ui/facts/drops.js';
import { certificateSeconds, probeQuery, probesAnswer, probeState, whyWords } from '/ui/facts/probes.js';
import { PRESSURES, resourcesAnswer } from '/ui/facts/resources.js';
import { equal, test } from './test.js';

const NOW = new Date('2026-03-01T12:00:00');
const at = (time) => new Date(`2026-03-01T${time}`).toISOString();
const plain = (text) => text.replaceAll('\u202f', ' ');
const peer = (label, kind = 'Deployment') => ({ cluster: 'c', namespace: label.split('/')[0], name: label.split('/')[1], kind, label });

const drop = (more) => ({
  reason: 'POLICY_DENIED', dropClass: 'policy', happened: 'No network policy allows this connection.', direction: 'INGRESS', source: peer('shop/cart'), destination: peer('shop/pay'),
  port: 9090, protocol: 'TCP', policies: ['shop/deny'], nodes: ['n'], count: 10, ratePerMinute: 9.391, firstSeen: at('11:43:00'), ...more,
});

test('nothing dropped, and nothing that anybody misses', () => {
  equal(dropsAnswer([], NOW), { state: 'ok', text: 'No packet was dropped.' });
  equal(dropsAnswer([drop({ dropClass: 'expected' })], NOW), { state: 'ok', text: '10 packets dropped, none that anybody misses.' });
});

test('one group of drops is told whole', () => {
  equal(dropsAnswer([drop()], NOW), {
    state: 'degraded',
    text: '10 packets dropped since 11:43 (17 min), all denied by policy. From shop/cart to shop/pay TCP:9090. No network policy allows this connection. Policy: shop/deny.',
  });
});

test('a fault is worse than a rule that denies more', () => {
  const fault = drop({ reason: 'STALE_OR_UNROUTABLE_IP', dropClass: 'fault', happened: 'It is for nobody.', policies: [], count: 3, port: 0, protocol: 'ICMP' });
  const { state, text } = dropsAnswer([drop(), fault, drop({ dropClass: 'expected', count: 99 })], NOW);
  equal([state, text], ['failing', '13 packets dropped since 11:43 (17 min), 10 denied by policy, 3 for faults. Worst: shop/cart to shop/pay ICMP, 3 packets. It is for nobody.']);
});

test('drops: the rate, and the flows that are counted', () => {
  equal(rateWords(drop()), { now: '9.4/min', usually: 'new' });
  equal(rateWords(drop({ ratePerMinute: 1240, usualPerMinute: 0.25 })), { now: '1,240/min', usually: 'usually 0.25/min' });
  equal(dropQuery(drop()), 'verdict:dropped reason:policy_denied from.namespace:shop from.workload:cart to.namespace:shop to.workload:pay to.port:9090');
  equal(dropQuery(drop({ reason: 'CODE_5', port: 0 })), 'verdict:dropped from.namespace:shop from.workload:cart to.namespace:shop to.workload:pay');
});

const dns = (client, more) => ({
  client: peer(client), server: peer('kube-system/kube-dns'), port: 53, protocol: 'UDP', queries: 100, answers: { NOERROR: 60, NXDOMAIN: 40 }, unanswered: 0, failed: 0, failedRatio: 0, names: [], ...more,
});

test('DNS: an answer that a name does not exist is no failure', () => {
  equal(dnsAnswer([dns('shop/cart')]), { state: 'ok', text: '100 DNS queries of 1 client: every one was answered.' });
  equal(rcodes({ NOERROR: 9, SERVFAIL: 1, NXDOMAIN: 5, REFUSED: 2 }).map(({ code, wrong }) => `${code} ${wrong}`), ['REFUSED true', 'SERVFAIL true', 'NXDOMAIN false', 'NOERROR false']);
});

test('DNS: who is hit, and how', () => {
  const hit = dns('shop/pay', { answers: { NOERROR: 90, SERVFAIL: 4 }, unanswered: 6, failed: 10, failedRatio: 0.1 });
  const { state, text } = dnsAnswer([dns('shop/cart'), hit]);
  equal([state, plain(text)], ['failing', 'DNS failed for 10 of 200 queries (5.0 %): 6 unanswered, 4 SERVFAIL. 1 of 2 clients is hit, shop/pay asking kube-system/kube-dns: 10 %.']);
  const few = dns('shop/pay', { answers: { NOERROR: 995 }, unanswered: 5, failed: 5, failedRatio: 0.005 });
  equal(plain(dnsAnswer([few]).text), 'DNS failed for 5 of 1,000 queries (0.5 %): 5 unanswered. No client is hit much.');
  equal([0.05, 0.01, 0.0099, undefined].map((failedRatio) => dnsHealth({ failedRatio })), ['failing', 'degraded', 'ok', 'unknown']);
});

test('DNS: who asked for a name', () => {
  const name = (n) => ({ name: n, queries: 4, answers: {} });
  equal(nameAnswer([dns('shop/pay', { names: [name('api.pay.example.')] })], 'pay').text, 'api.pay.example was asked for 4 times by 1 client: shop/pay.');
  equal(nameAnswer([dns('shop/pay', { names: [name('a.pay.'), name('b.pay.')] }), dns('shop/cart', { names: [name('a.pay.')] })], 'pay').text, '2 names with "pay" were asked for 12 times by 2 clients: shop/pay, shop/cart.');
  equal(nameAnswer([], 'x').text, 'Nobody asked for a name with "x" in it.');
  equal(dnsQuery(dns('shop/pay'), 'api.pay.example.'), 'namespace:shop workload:pay protocol:dns dns:api.pay.example');
});

const probe = (more) => ({
  id: 'shop/cart-1/readiness', type: 'readiness', target: 'https://10.1.0.2:8080/ready', namespace: 'shop', pod: 'cart-1', state: 'healthy', stateSince: at('11:00:00'), success: true, warning: false,
  failure: 'none', message: '', code: 200, ...more,
});
const failed = { success: false, failure: 'connect', message: 'connection refused', code: -1 };

test('a probe whose newest try failed wavers until its threshold', () => {
  equal([probe(), probe(failed), probe({ warning: true }), probe({ ...failed, state: 'failing' }), probe({ state: 'new word' })].map(probeState), ['healthy', 'wavering', 'wavering', 'failing', 'unknown']);
  equal(probesAnswer([probe(), probe(failed)], NOW), { state: 'degraded', text: 'No probe of 2 is failing, but 1 newest try did not go well.' });
  equal(probesAnswer([probe()], NOW), { state: 'ok', text: 'No probe of 1 is failing.' });
});

test('the probe that has failed for longest', () => {
  const rows = [probe(), probe({ ...failed, state: 'failing', pod: 'cart-2', stateSince: at('11:50:00') }), probe({ ...failed, state: 'failing', pod: 'cart-3', stateSince: at('11:43:00') })];
  equal(probesAnswer(rows, NOW), { state: 'failing', text: '2 of 3 probes are failing. The longest: readiness of shop/cart-3, since 11:43 (17 min): No connection: connection refused.' });
  equal(whyWords({ success: false, failure: 'status', code: 503, message: '' }), 'The wrong status 503');
});

test('a certificate that ends soon', () => {
  const ends = (time) => probe({ certificateExpires: time });
  equal(certificateSeconds(ends('2026-12-01T00:00:00Z'), NOW), undefined);
  equal(probesAnswer([ends(at('12:06:00'))], NOW), { state: 'failing', text: 'No probe of 1 is failing. The certificate that readiness of shop/cart-1 sees ends in 6 min.' });
  equal(probesAnswer([ends(at('11:00:00'))], NOW).text, 'No probe of 1 is failing. The certificate that readiness of shop/cart-1 sees ended 1 h ago.');
});

test('flows to the endpoint of a probe', () => {
  equal(probeQuery(probe()), 'to.pod:shop/cart-1 to.port:8080');
  equal(probeQuery(probe({ pod: '' })), '');
});

const resource = (more) => ({ node: 'n1', kind: 'container', name: 'cart', namespace: 'shop', pod: 'cart-1', qosClass: 'Burstable', pressure: false, why: '', oomKills: 0, disks: [], ...more });

test('what is under pressure', () => {
  const node = resource({ kind: 'node', name: 'n1', namespace: '', pod: '', qosClass: '' });
  equal(resourcesAnswer([resource(), node]), { state: 'ok', text: 'Nothing is under pressure: 1 node, 1 container.' });
  const killed = resource({ pressure: true, oomKills: 2, why: '2 OOM kills within the hour.' });
  const throttled = resource({ pressure: true, why: 'CPU throttled in 40 % of its periods.', cpu: { throttledRatio: 0.4 } });
  equal(resourcesAnswer([throttled, killed, node]), {
    state: 'failing',
    text: '2 of 3 are under pressure: 2 containers, 1 of them OOM-killed. Worst: container shop/cart on n1 (Burstable). 2 OOM kills within the hour.',
  });
  equal(resourcesAnswer([throttled]).state, 'degraded');
  equal(Object.keys(PRESSURES).filter((name) => PRESSURES[name].is(throttled)), ['throttled']);
  equal(Object.keys(PRESSURES).filter((name) => PRESSURES[name].is({ ...node, disks: [{ usedRatio: 0.92 }] })), ['disk']);
});
