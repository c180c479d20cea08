import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, millis, share } from '../app/words.js';
import { layerName } from '../parts/health.js';

/** The head of a panel: what it is about, and a cross. */
export function head(app, title, below) {
  return html`<div class="panel-head"><div class="row"><h2>${title}</h2><span class="spring"></span>
    <button class="button plain" aria-label="Close details" @click=${() => app.select(undefined)}>✕</button></div>${below}</div>`;
}

/** A peer as `namespace:` and `service:` parameters of a question. */
export function peerOf(id) {
  const [cluster, namespace, kind, ...name] = id.split('/');
  return { cluster, namespace, kind, name: name.join('/'), label: namespace ? `${namespace}/${name.join('/')}` : name.join('/') };
}

/** Half a minute of events at least, before a ratio says anything of health. */
const BAD = { failing: 0.05, degraded: 0.01 };

/** How a share of bad events does, by the rule that the server has, too. */
export function judged(ratio) {
  if (!(ratio >= BAD.degraded)) return 'ok';
  return ratio >= BAD.failing ? 'failing' : 'degraded';
}

/**
 * Numbers of traffic as rows: those that are bad first, what is normal folded away.
 *
 * @param {object} now a row of `edges` or `services`
 * @param {object=} before the same a while ago, for "usually"
 * @param {(query: string) => string} flows address of the flows that a number counts
 */
export function numbers(now, before, flows) {
  const rows = [];
  const row = (name, ratio, text, usually, query) => rows.push({ name, state: judged(ratio), text, usually, query });
  const { tcp, http, dns, drops } = now;
  if (http) {
    const was = before?.http;
    row('requests', 0, `${count(http.requests)}`, was && count(was.requests), 'protocol:http');
    row('server errors', http.serverErrorRatio, `${share(http.serverErrorRatio ?? 0)}: ${codes(http.codes, '5')}`, was && share(was.serverErrorRatio ?? 0), 'status:5xx');
    row('client errors', 0, `${share(http.clientErrorRatio ?? 0)}: ${codes(http.codes, '4')}`, was && share(was.clientErrorRatio ?? 0), 'status:4xx');
    if (http.latency) {
      const slow = was?.latency && http.latency.p99Ms > 2 * was.latency.p99Ms ? BAD.degraded : 0;
      row('p50 / p95 / p99', slow, quantiles(http.latency), was?.latency && quantiles(was.latency), 'protocol:http');
    }
  }
  if (tcp) {
    const was = before?.tcp;
    row('connects', 0, `${count(tcp.established)} of ${count(tcp.attempts)} succeeded`, was && count(was.attempts), 'protocol:tcp');
    row('unanswered', tcp.unansweredRatio, `${count(tcp.unanswered)} (${share(tcp.unansweredRatio ?? 0)})`, was && share(was.unansweredRatio ?? 0), 'tcp-flags:syn');
    row('refused', tcp.refusedRatio, `${count(tcp.refused)} (${share(tcp.refusedRatio ?? 0)})`, was && share(was.refusedRatio ?? 0), 'tcp-flags:rst');
    row('resets', tcp.resetRatio, `${count(tcp.reset)} (${share(tcp.resetRatio ?? 0)})`, was && share(was.resetRatio ?? 0), 'tcp-flags:rst');
    row('retransmits', 0, count(tcp.retransmits), was && count(was.retransmits), 'protocol:tcp');
    if (tcp.rtt) row('round trip', 0, quantiles(tcp.rtt), was?.rtt && quantiles(was.rtt), 'protocol:tcp');
  }
  if (dns) {
    const was = before?.dns;
    row('DNS failed', dns.failedRatio, `${count(dns.failed)} of ${count(dns.queries)} (${share(dns.failedRatio ?? 0)})`, was && share(was.failedRatio ?? 0), 'protocol:dns');
    if (dns.latency) row('DNS p50 / p95 / p99', 0, quantiles(dns.latency), was?.latency && quantiles(was.latency), 'protocol:dns');
  }
  for (const [reason, n] of Object.entries(drops ?? {})) {
    const was = before?.drops?.[reason];
    row(`dropped: ${reason.toLowerCase().replaceAll('_', ' ')}`, 1, count(n), before && count(was ?? 0), 'verdict:dropped');
  }
  const wrong = rows.filter((r) => r.state !== 'ok');
  const right = rows.filter((r) => r.state === 'ok');
  return html`${wrong.length > 0 ? facts(wrong, flows) : nothing}
    <details ?open=${wrong.length === 0}><summary>${wrong.length > 0 ? `${right.length} more, all normal` : 'all normal'}</summary>${facts(right, flows)}</details>`;
}

function facts(rows, flows) {
  return html`<dl class="facts">${rows.map(
    ({ name, state, text, usually, query }) => html`<dt>${name}</dt><dd class=${state}><a class=${state} href=${flows(query)}>${text}</a></dd>
      <dd class="muted number">${usually === undefined ? nothing : `usually ${usually}`}</dd>`,
  )}</dl>`;
}

function codes(all, first) {
  const found = Object.entries(all ?? {}).filter(([code]) => code.startsWith(first));
  return found.length === 0 ? 'none' : found.map(([code, n]) => `${count(n)} × ${code}`).join(', ');
}

function quantiles({ p50Ms, p95Ms, p99Ms }) {
  return `${millis(p50Ms)} / ${millis(p95Ms)} / ${millis(p99Ms)}`;
}

/** Which layer fails, in words. */
export function layerLine(row) {
  return row.layer ? html`<p>${layerName(row.layer)}: ${row.why}</p>` : html`<p class="muted">${row.why}</p>`;
}

/** A command that shows the same in a terminal, with a button that copies it. */
export function command(app, text) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      app.say('Copied.');
    } catch {
      app.say('The browser does not let this page copy; select the text instead.');
    }
  };
  return html`<div class="command"><code>${text}</code><button class="button plain" @click=${copy}>Copy</button></div>`;
}
