import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count, duration } from '../app/words.js';
import { CLASSES, classHealth, dropId, dropQuery, rateWords, target } from '../facts/drops.js';
import { term } from '../flows/query.js';
import { health } from '../parts/health.js';
import { answered } from '../parts/states.js';
import { command, head } from './parts.js';
import { peerId } from './peer.js';

/** A group of drops: what it means, what to do, and the flows behind it. */
export function dropPanel(app, id) {
  const [, , source, destination] = id.split('|');
  const asked = app.data.ask('drops', { ...app.asked(), namespace: undefined, from: source, to: destination });
  const row = asked.value?.rows.find((candidate) => dropId(candidate) === id);
  return html`
    ${head(app, `${source} → ${row ? target(row) : destination}`, row && html`<div class="row">${health(classHealth(row.dropClass), CLASSES[row.dropClass]?.title ?? row.dropClass)}<span class="muted">${row.reason}</span></div>`)}
    <div class="panel-body">${answered(asked, () => (row ? full(app, row) : html`<p class="muted">Not seen in this range.</p>`), { what: 'the drops', retry: app.retry })}</div>`;
}

function full(app, row) {
  const { now, usually } = rateWords(row);
  const flows = app.href('flows', { q: dropQuery(row), sel: undefined });
  const service = (peer) => html`<a href=${app.href(app.address.page, { sel: `service:${peerId(peer)}` })}>${peer.label}</a>`;
  return html`
    <section class="stack tight"><p>${row.happened || `The datapath says ${row.reason}.`}</p>${row.next ? html`<p><strong>Next:</strong> ${row.next}</p>` : nothing}
      <p class="muted">${CLASSES[row.dropClass]?.means}</p></section>
    <section><dl class="plain-facts">
      <dt>packets</dt><dd><a href=${flows}>${count(row.count)}</a>, ${now} (${usually})</dd>
      ${row.policies.length > 0 ? html`<dt>policy</dt><dd>${row.policies.map((policy) => html`<a href=${app.href('drops', { policy })}>${policy}</a> `)}</dd>` : nothing}
      <dt>from</dt><dd>${service(row.source)}</dd>
      <dt>to</dt><dd>${service(row.destination)}</dd>
      <dt>direction</dt><dd>${row.direction === 'TRAFFIC_DIRECTION_UNKNOWN' ? 'not known' : row.direction.toLowerCase()}</dd>
      <dt>first</dt><dd title=${row.firstSeen}>${clock(row.firstSeen, app.now(), true)}</dd>
      <dt>last</dt><dd title=${row.lastSeen}>${clock(row.lastSeen, app.now(), true)} (${duration((app.now() - Date.parse(row.lastSeen)) / 1000)} ago)</dd>
      <dt>${row.nodes.length === 1 ? 'node' : 'nodes'}</dt><dd>${row.nodes.map((node) => html`<a href=${app.href('drops', { node })}>${node}</a> `)}</dd>
    </dl></section>
    <section><h3>Sample flows</h3><ul class="list">${row.sampleFlows.map((flow) => html`<li>${sample(app, flow)}</li>`)}</ul>
      <p><a href=${flows}>All flows of this group</a></p></section>
    <section><h3>The same in a terminal</h3>${command(app, `weir drops --from ${row.source.label} --to ${row.destination.label}`)}</section>`;
}

/** A flow without a uuid is named by its collector and number; those cannot be asked for. */
function sample(app, flow) {
  return /^[0-9a-f-]{36}$/.test(flow) ? html`<a class="title" href=${app.href('flows', { q: term('uuid', flow) })}>${flow}</a>` : html`<span class="muted">${flow}</span>`;
}
