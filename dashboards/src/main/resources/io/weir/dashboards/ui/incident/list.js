import { html, nothing } from '../lib/lit-html/lit-html.js';
import { burn, clock, count, counted, duration, since } from '../app/words.js';
import { health } from '../parts/health.js';
import { answered } from '../parts/states.js';
import { table } from '../parts/table.js';
import { stateOf } from '../slo/words.js';
import { end, silence } from './forms.js';
import { answer, broken, mostLikely, nearAlerts } from './words.js';

/** Incidents that are open, those of the last days, what may come, and what is kept quiet. */
export function incidentList(app) {
  const asked = app.data.ask('incidents', { since: '7d' });
  return html`${answered(
      asked,
      ({ rows }) => {
        const open = rows.filter((row) => row.open);
        const past = rows.filter((row) => !row.open);
        return html`${sentence(app, rows)}
          ${open.length > 0 ? html`<section class="card"><header><h2>Open</h2></header>${incidents(app, open)}</section>` : nothing}
          ${past.length > 0 ? html`<section class="card"><header><h2>Ended in the last 7 days</h2></header>${incidents(app, past)}</section>` : nothing}`;
      },
      { what: 'incidents', retry: app.retry },
    )}
    ${near(app)} ${silences(app)}`;
}

function sentence(app, rows) {
  const { health: state, text, incident, more } = answer(rows, app.now());
  if (incident === undefined) return html`<p class="answer ${state}">${text}</p>`;
  return html`<p class="answer ${state}"><strong>${incident.service || incident.slo}</strong> ${broken(incident, app.now())}. ${mostLikely(incident)}
    <a href=${app.href('alerts', { incident: incident.id })}>See the evidence</a>${more > 0 ? `; ${counted(more, 'more incident')} below` : ''}.</p>`;
}

function incidents(app, rows) {
  return html`<ul class="list">${rows.map(
    (row) => html`<li><div class="row"><a class="title" href=${app.href('alerts', { incident: row.id })}>${row.slo}</a>
        ${row.open ? health('failing', row.severity) : health('ok', `${row.severity}, ended`)}
        ${row.acknowledged ? html`<span class="badge">${row.acknowledged.owner} is on it</span>` : nothing}</div>
      <div>${row.service || row.slo} ${broken(row, app.now())}. ${mostLikely(row)}</div>
      ${row.affected.length > 0 ? html`<div class="muted">Affected, too: ${row.affected.join(', ')}; ${counted(row.alerts, 'alert')} in all.</div>` : nothing}</li>`,
  )}</ul>`;
}

/** Alerts that nobody was told of. */
function near(app) {
  const asked = app.data.ask('alerts');
  return html`<section class="stack"><h2>Not open, but near</h2>${answered(
    asked,
    ({ rows }) => nearTable(app, nearAlerts(rows)),
    { what: 'alerts', retry: app.retry, empty: ({ rows }) => nearAlerts(rows).length === 0 && html`<p class="muted">None is held back or about to open.</p>` },
  )}</section>`;
}

function nearTable(app, rows) {
  const held = { key: 'held', title: 'held back', class: 'why', cell: (row) => row.heldBack || nothing };
  return table({
    caption: 'Alerts that are held back, about to open, or over but not yet past',
    hideCaption: true,
    rows,
    id: (row) => `${row.slo} ${row.rule}`,
    sort: app.address.params.sort,
    onSort: (key) => app.set({ sort: key }),
    columns: [
      { key: 'slo', title: 'objective', class: 'nowrap', by: (row) => row.slo, cell: (row) => html`<a href=${app.href('slos', { slo: row.slo })}>${row.slo}</a>` },
      { key: 'rule', title: 'rule', class: 'nowrap', by: (row) => row.rule, cell: (row) => row.rule },
      { key: 'severity', title: 'severity', by: (row) => row.severity, cell: (row) => row.severity },
      { key: 'state', title: 'state', by: (row) => row.state, cell: (row) => html`<span title=${stateOf(row.state).means}>${health(stateOf(row.state).health, stateOf(row.state).word)}</span>` },
      { key: 'since', title: 'since', class: 'nowrap', by: (row) => row.since ?? '', cell: (row) => (row.since ? since(row.since, app.now()).replace('since ', '') : '') },
      { key: 'burn', title: 'burnt', number: true, by: (row) => row.burnRate, cell: (row) => (row.longWindow ? `${burn(row.burnRate)} in ${row.longWindow}` : '') },
      { key: 'limit', title: 'allowed', number: true, cell: (row) => (row.longWindow ? burn(row.threshold) : '') },
      { key: 'bad', title: 'bad', number: true, cell: (row) => `${count(row.bad)} of ${count(row.total)}` },
      ...(rows.some((row) => row.heldBack) ? [held] : []),
    ],
  });
}

/** What is kept quiet, by whom, until when. */
export function silences(app) {
  const asked = app.data.ask('silences', { all: 'true' });
  return html`<section class="stack"><div class="row"><h2>Silences</h2><span class="spring"></span>
      <button class="button" @click=${() => silence(app, [])}>Silence alerts…</button></div>
    ${answered(
      asked,
      ({ rows }) => {
        const live = rows.filter((row) => row.state !== 'ended');
        const past = rows.filter((row) => row.state === 'ended');
        return html`${live.length > 0 ? silenceTable(app, live, 'Silences and acknowledgements that are live') : html`<p class="muted">Nothing is silenced or acknowledged.</p>`}
          ${past.length > 0 ? html`<details><summary>${counted(past.length, 'that ended', 'that ended')}</summary>${silenceTable(app, past, 'Silences and acknowledgements that ended')}</details>` : nothing}`;
      },
      { what: 'silences', retry: app.retry },
    )}</section>`;
}

function acknowledged(app, { incident }) {
  const known = app.data.ask('incidents', { since: '7d' }).value?.rows.find(({ id }) => id === incident);
  return html`acknowledged: <a href=${app.href('alerts', { incident })}>${known?.slo ?? incident}</a>`;
}

function silenceTable(app, rows, caption) {
  return table({
    caption,
    hideCaption: true,
    rows,
    id: (row) => row.id,
    columns: [
      {
        key: 'what',
        title: 'what',
        class: 'why',
        cell: (row) => (row.incident ? acknowledged(app, row) : row.matchers.map((matcher) => html`<code>${matcher}</code> `)),
      },
      { key: 'owner', title: 'by', cell: (row) => row.owner },
      { key: 'note', title: 'note', class: 'why', cell: (row) => row.note || nothing },
      { key: 'state', title: 'state', cell: (row) => (row.state === 'pending' ? `from ${clock(row.startsAt, app.now())}` : row.state) },
      {
        key: 'ends',
        title: 'until',
        class: 'nowrap',
        cell: (row) => html`${clock(row.endsAt, app.now())}${row.state === 'ended' ? nothing : html` <span class="muted">(${duration((Date.parse(row.endsAt) - +app.now()) / 1000)})</span>`}`,
      },
      {
        key: 'end',
        title: 'action',
        cell: (row) => (row.state === 'ended' ? nothing : html`<button class="button" aria-label="End ${row.incident ? 'the acknowledgement' : `the silence ${row.matchers.join(', ')}`}" @click=${() => end(app, row)}>End</button>`),
      },
    ],
  });
}
