import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count } from '../app/words.js';
import { health, layerName } from '../parts/health.js';
import { answered } from '../parts/states.js';
import { peerTerms, query } from '../flows/query.js';
import { before } from '../app/before.js';
import { command, head, layerLine, numbers, peerOf } from './parts.js';
import { edgeId } from './service.js';

/** A connection between two services. */
export function edgePanel(app, id) {
  const [source, target, port] = id.split('|');
  const client = peerOf(source);
  const server = peerOf(target);
  const pair = { from: client.label, to: server.label };
  const asked = app.data.ask('edges', { ...app.asked(), namespace: undefined, ...pair });
  const past = app.data.ask('edges', { ...before(app), ...pair });
  const row = asked.value?.rows.find((candidate) => edgeId(candidate) === id);
  const was = past.value?.rows.find((candidate) => edgeId(candidate) === id);
  const link = (peer, peerId) => html`<a href=${app.href(app.address.page, { sel: `service:${peerId}` })}>${peer.label}</a>`;
  return html`
    ${head(app, html`${link(client, source)} → ${link(server, target)}`, html`<div class="row muted"><span>${port}</span>${row ? health(row.health, row.layer ? layerName(row.layer) : undefined) : nothing}</div>`)}
    <div class="panel-body">
      ${answered(
        asked,
        () =>
          row
            ? html`<section>${layerLine(row)} ${numbers(row, was, (more) => app.href('flows', { q: query(peerTerms('from.', client), peerTerms('to.', server), more), sel: undefined }))}</section>
                <p class="muted">Seen ${clock(row.firstSeen, app.now(), true)} to ${clock(row.lastSeen, app.now(), true)}, reported by ${Object.entries(row.reporters)
                  .map(([side, n]) => `${side} ${count(n)}`)
                  .join(', ')}.</p>`
            : html`<p class="muted">Not seen in this range.</p>`,
        { what: 'the connection', retry: app.retry },
      )}
      ${drops(app, pair)}
      <section><h3>Its flows in a terminal</h3>${command(app, observe(app, client, server))}</section>
    </div>`;
}

function observe(app, client, server) {
  const { from, to } = app.times();
  const side = (name, peer) => (peer.namespace ? ` --${name}-namespace ${peer.namespace} --${name}-workload ${peer.kind}/${peer.name}` : ` --${name}-label reserved:${peer.name}`);
  return `weir observe --since ${from} --until ${to}${side('from', client)}${side('to', server)}`;
}

function drops(app, pair) {
  const rows = app.data.ask('drops', { ...app.asked(), namespace: undefined, ...pair, limit: 5 }).value?.rows ?? [];
  if (rows.length === 0) return nothing;
  return html`<section><h3>Drops</h3><ul class="list">${rows.map(
    (row) => html`<li><span class="title">${row.happened}</span> <span class="muted">${count(row.count)} packets</span>
      ${row.policies.length > 0 ? html`<div><strong>${row.policies.join(', ')}</strong></div>` : nothing}<div class="muted">${row.next}</div></li>`,
  )}</ul></section>`;
}
