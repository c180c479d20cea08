import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count, counted } from '../app/words.js';
import { health, layerName } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { command } from '../panel/parts.js';
import { causes } from './causes.js';
import { acknowledge, end, silence } from './forms.js';
import { lanes } from './lanes.js';
import { badEvents, broken, mostLikely, summary } from './words.js';

/** One incident: what is broken, why, and the evidence on one axis of time. */
export function incidentDetail(app, id) {
  return answered(
    app.data.ask('incidents', { since: '7d' }),
    ({ rows }) => {
      const incident = rows.find((row) => row.id === id);
      return incident === undefined
        ? emptiness(html`No incident "${id}" is open or ended in the last 7 days. <a href=${app.href('alerts', { incident: undefined, cause: undefined })}>All incidents</a>`)
        : html`${head(app, incident)}
            <div class="incident"><div class="stack">${causes(app, incident)} ${terminal(app, incident)}</div>${course(app, incident)}</div>`;
    },
    { what: 'the incident', retry: app.retry },
  );
}

function head(app, incident) {
  const { service, slo, open, severity, layer, affected, alerts, acknowledged, limits } = incident;
  return html`<p><a href=${app.href('alerts', { incident: undefined, cause: undefined })}>All incidents</a></p>
    <h1 class="answer ${open ? 'failing' : 'ok'}"><strong>${service || slo}</strong> ${broken(incident, app.now())}. ${mostLikely(incident)}</h1>
    <div class="row">${open ? health('failing', severity) : health('ok', `${severity}, ended`)}
      <span>${layer ? `${layerWord(layer)} · ` : ''}<a href=${app.href('slos', { slo })}>${slo}</a></span>
      <span class="muted">${badEvents(incident)}</span></div>
    ${affected.length > 0
      ? html`<p>Affected, too: ${affected.map((name, i) => html`${i > 0 ? ', ' : ''}<a href=${app.href('slos', { slo: name })}>${name}</a>`)}
          <span class="muted">(${counted(alerts, 'alert')} in all)</span></p>`
      : nothing}
    ${acknowledged
      ? html`<p class="row"><span class="badge">${acknowledged.owner} is on it, until ${clock(acknowledged.endsAt, app.now())}</span><span>${acknowledged.note}</span>
          <button class="button plain" @click=${() => end(app, acknowledged)}>End</button></p>`
      : nothing}
    <div class="row" role="group" aria-label="Actions">
      ${open && !acknowledged ? html`<button class="button main-action" @click=${() => acknowledge(app, incident)}>Acknowledge…</button>` : nothing}
      <button class="button" @click=${() => silence(app, [`slo=${slo}`])}>Silence…</button>
      <button class="button" @click=${() => copySummary(app, incident)}>Copy for chat</button>
    </div>
    ${limits ? html`<p class="muted">${limits}</p>` : nothing}`;
}

/** The layer as the map says it, where it has a word for it. */
function layerWord(layer) {
  const word = layerName(layer.toLowerCase());
  return word === layer.toLowerCase() ? layer : word;
}

async function copySummary(app, incident) {
  const link = new URL(app.href('alerts', { incident: incident.id, cause: undefined }), location.href).href;
  const text = summary(incident, app.now(), link);
  try {
    await navigator.clipboard.writeText(text);
    app.say('Copied: a summary for chat.');
  } catch {
    // Browsers let pages copy on https and on this machine alone.
    app.dialog = { kind: 'form', title: 'For chat', draw: () => html`<textarea class="summary" readonly rows="10" aria-label="Summary">${text}</textarea>` };
    app.redraw();
  }
}

function course(app, incident) {
  const asked = app.data.ask('slos');
  return answered(asked, ({ rows }) => lanes(app, incident, rows.find((row) => row.slo === incident.slo)), { what: 'the objective', retry: app.retry });
}

function terminal(app, incident) {
  if (!incident.flows) return nothing;
  const flows = incident.causes.reduce((sum, { evidence }) => sum + evidence.reduce((n, { flows: ids }) => n + ids.length, 0), 0);
  return html`<section class="stack"><h2>Its flows in a terminal</h2>${command(app, incident.flows)}
    ${flows > 0 ? html`<p class="muted">${count(flows)} of them were kept as samples.</p>` : nothing}</section>`;
}
