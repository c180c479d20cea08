import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count, duration, millis, since } from '../app/words.js';
import { probeHealth, probeName, probeQuery, probeState, whyWords } from '../facts/probes.js';
import { resourceId, resourceName, resourceHealth } from '../facts/resources.js';
import { health } from '../parts/health.js';
import { meter } from '../parts/meter.js';
import { answered } from '../parts/states.js';
import { command, head } from './parts.js';

/** One probe: how it stands, in which phase the time went, what its pod has to say. */
export function probePanel(app, id) {
  const asked = app.data.ask('probes', app.asked({ limit: 2000 }));
  const row = asked.value?.rows.find((candidate) => candidate.id === id);
  return html`
    ${head(app, row ? probeName(row) : id, row && html`<div class="row">${health(probeHealth(row), probeState(row))}<span class="muted">${row.stateSince ? since(row.stateSince, app.now()) : ''}</span></div>`)}
    <div class="panel-body">${answered(asked, () => (row ? full(app, row) : html`<p class="muted">No result in this range.</p>`), { what: 'the probe', retry: app.retry })}</div>`;
}

function full(app, row) {
  const query = probeQuery(row);
  return html`
    <section><p>${whyWords(row) || 'The newest try was good.'}</p></section>
    <section><dl class="plain-facts">
      <dt>target</dt><dd>${row.handler} ${row.target}</dd>
      <dt>newest try</dt><dd title=${row.lastAt}>${clock(row.lastAt, app.now(), true)}, ${row.success ? 'good' : 'failed'}, ${count(row.consecutive)} in a row</dd>
      ${row.code >= 0 ? html`<dt>code</dt><dd>${row.code}</dd>` : nothing}
      <dt>took</dt><dd>${millis(row.durationMs)}</dd>
      <dt>node</dt><dd><a href=${app.href('probes', { node: row.node })}>${row.node}</a></dd>
      ${row.certificateExpires ? html`<dt>certificate</dt><dd>until ${clock(row.certificateExpires, app.now(), true)}</dd>` : nothing}
      <dt>id</dt><dd>${row.id}</dd>
    </dl></section>
    ${phases(row)} ${ofPod(app, row)}
    ${query ? html`<section><p><a href=${app.href('flows', { q: query, sel: undefined })}>Flows to this port</a></p></section>` : nothing}
    <section><h3>The same in a terminal</h3>${command(app, `weir probes${row.namespace ? ` -n ${row.namespace}` : ''}`)}</section>`;
}

function phases(row) {
  if (row.phases.length === 0) return nothing;
  const all = Math.max(row.durationMs, ...row.phases.map((phase) => phase.durationMs), Number.MIN_VALUE);
  return html`<section><h3>Phases</h3><dl class="facts">${row.phases.map(
    ({ name, durationMs }) => html`<dt>${name}</dt><dd class="number">${millis(durationMs)}</dd><dd>${meter(durationMs / all)}</dd>`,
  )}</dl></section>`;
}

/** Whether its pod is under pressure: a frequent reason for a probe to fail. */
function ofPod(app, row) {
  if (!row.pod) return nothing;
  const rows = (app.data.ask('resources', app.asked({ limit: 2000 })).value?.rows ?? []).filter(({ pod, namespace }) => pod === row.pod && namespace === row.namespace);
  if (rows.length === 0) return nothing;
  return html`<section><h3>Its pod</h3><ul class="list">${rows.map(
    (reading) => html`<li><a class="title" href=${app.href('resources', { sel: `resource:${resourceId(reading)}` })}>${reading.kind} ${resourceName(reading)}</a>
      ${health(resourceHealth(reading), reading.pressure ? 'under pressure' : 'no pressure')}<div class="muted">${reading.why}</div></li>`,
  )}</ul></section>`;
}
