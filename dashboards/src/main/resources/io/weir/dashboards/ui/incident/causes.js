import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock } from '../app/words.js';
import { peerTerms, query } from '../flows/query.js';
import { peerOf } from '../panel/parts.js';
import { bar } from '../parts/bar.js';
import { against, ended, figure, parts } from './words.js';
import { changedAt, edgeOf, laneOf } from './scene.js';

/** Likely causes, the likeliest first: each with what its score is made of, and the figures that speak for it. */
export function causes(app, incident) {
  return html`<section class="stack"><h2>Why</h2>
    ${incident.causes.length === 0
      ? html`<p>The bad events are real, and nothing beneath explains them. Look at the service itself: its logs, its own changes.</p>`
      : html`<ol class="causes">${incident.causes.map((cause, n) => one(app, incident, cause, n))}</ol>`}</section>`;
}

function one(app, incident, cause, n) {
  const chosen = app.address.params.cause === String(n + 1);
  const at = changedAt(cause, incident);
  return html`<li class="card" aria-current=${chosen ? 'true' : nothing}>
    <h3>${n + 1}. ${ended(cause.sentence)}</h3>
    <p class="row"><span>score <strong>${cause.score.toFixed(2)}</strong></span><span class="muted">${cause.kind.replaceAll('-', ' ')}${at === undefined ? '' : `, ${against(at, incident)}`}</span></p>
    <ul class="evidence">${cause.evidence.map((evidence) => html`<li>${evidenceLine(app, evidence)}</li>`)}</ul>
    <dl class="parts">${parts(cause).map(
      ({ name, value, says }) => html`<dt>${name}</dt><dd>${bar(value, 'info')} <span class="digits">${value.toFixed(2)}</span></dd><dd class="muted">${says}</dd>`,
    )}</dl>
    <button class="button" aria-pressed=${chosen} @click=${() => look(app, cause, chosen ? undefined : n + 1)}>
      ${chosen ? 'Marked on the axis of time' : 'Show on the axis of time'}</button>
  </li>`;
}

/** The terms of both ends of an edge of the map. */
function ends(id) {
  const [client, server] = id.split('|').map(peerOf);
  return query(peerTerms('from.', client), peerTerms('to.', server));
}

/** A number opens the flows that it counts. */
function evidenceLine(app, evidence) {
  const { text, usually } = figure(evidence);
  const edge = edgeOf(evidence);
  const { from, to } = evidence;
  const range = { live: false, from, to };
  const drops = evidence.series.startsWith('weir.drops') ? 'verdict:dropped' : '';
  const counted = edge === undefined ? text : html`<a href=${app.href('flows', { q: query(ends(edge.id), drops) }, range)}>${text}</a>`;
  return html`${counted} <span class="muted">(${usually}), ${clock(from, app.now(), true)} to ${clock(to, app.now(), true)}</span>
    ${edge === undefined ? nothing : html`<div class="muted">${edge.client} → <a href=${app.href('alerts', { sel: `edge:${edge.id}` })}>${edge.server}</a> ${edge.port}</div>`}`;
}

/** Marks its time on all lanes, and brings the lane that shows it best into view. */
function look(app, cause, n) {
  app.set({ cause: n === undefined ? undefined : String(n) }, { replace: true });
  if (n === undefined) return;
  requestAnimationFrame(() => {
    const lane = document.getElementById(`chart-${laneOf(cause)}`) ?? document.getElementById('chart-sli');
    lane?.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  });
}
