import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, millis, share } from '../app/words.js';
import { dnsHealth, dnsId, dnsQuery, plainName, rcodes } from '../facts/dns.js';
import { health } from '../parts/health.js';
import { answered } from '../parts/states.js';
import { table } from '../parts/table.js';
import { command, head } from './parts.js';
import { peerId } from './peer.js';

const NAMES_MAX = 200;

/** DNS between a client and a resolver, name by name. */
export function dnsPanel(app, id) {
  const [, from, to] = id.split('|');
  const asked = app.data.ask('dns', { ...app.asked(), namespace: undefined, from, to });
  const row = asked.value?.rows.find((candidate) => dnsId(candidate) === id);
  return html`
    ${head(app, `${from} → ${to}`, row && html`<div class="row">${health(dnsHealth(row))}<span class="muted">DNS over ${row.protocol}, port ${row.port}</span></div>`)}
    <div class="panel-body">${answered(asked, () => (row ? full(app, row) : html`<p class="muted">Not seen in this range.</p>`), { what: 'DNS', retry: app.retry })}</div>`;
}

function full(app, row) {
  const service = (peer) => html`<a href=${app.href(app.address.page, { sel: `service:${peerId(peer)}` })}>${peer.label}</a>`;
  const codes = (answers) => rcodes(answers).map(({ code, n }) => `${count(n)} ${code}`).join(', ') || 'none';
  return html`
    <section><dl class="plain-facts">
      <dt>client</dt><dd>${service(row.client)}</dd>
      <dt>resolver</dt><dd>${service(row.server)}</dd>
      <dt>queries</dt><dd><a href=${app.href('flows', { q: dnsQuery(row), sel: undefined })}>${count(row.queries)}</a></dd>
      <dt>failed</dt><dd>${count(row.failed)}${row.failedRatio === undefined ? nothing : ` (${share(row.failedRatio)})`}, ${count(row.unanswered)} of them unanswered</dd>
      <dt>answers</dt><dd>${codes(row.answers)}</dd>
      ${row.latency ? html`<dt>p50 / p95 / p99</dt><dd>${millis(row.latency.p50Ms)} / ${millis(row.latency.p95Ms)} / ${millis(row.latency.p99Ms)}</dd>` : nothing}
    </dl><p class="muted">NXDOMAIN is an answer, not a failure: search domains make it common in a cluster.</p></section>
    <section><h3>Names</h3>${table({
      caption: 'Names this client asked for',
      hideCaption: true,
      rows: row.names.slice(0, NAMES_MAX),
      id: ({ name }) => name,
      columns: [
        { key: 'name', title: 'Name', class: 'why', cell: ({ name }) => html`<a href=${app.href('dns', { name: plainName(name), health: undefined, service: undefined })} title="Who asks for it">${plainName(name)}</a>` },
        { key: 'queries', title: 'Queries', number: true, cell: ({ name, queries }) => html`<a href=${app.href('flows', { q: dnsQuery(row, name), sel: undefined })}>${count(queries)}</a>` },
        { key: 'answers', title: 'Answers', cell: ({ answers }) => codes(answers) },
      ],
    })}${row.names.length > NAMES_MAX ? html`<p class="muted">and ${count(row.names.length - NAMES_MAX)} more</p>` : nothing}</section>
    <section><h3>The same in a terminal</h3>${command(app, `weir dns --from ${row.client.label} --to ${row.server.label}`)}</section>`;
}
