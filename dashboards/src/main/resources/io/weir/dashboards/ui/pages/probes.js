import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count, duration, millis } from '../app/words.js';
import { STATES, certificateSeconds, probeHealth, probeName, probeState, probesAnswer, whyWords } from '../facts/probes.js';
import { answer } from '../parts/answer.js';
import { choice, matching, narrowed, sorting, textFilter } from '../parts/filters.js';
import { health } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';

/** Which probes fail, since when and why. */
export const probes = { title: 'Probes', draw };

const ROWS_MAX = 2000;
const TYPES = ['liveness', 'readiness', 'startup', 'synthetic'];

function draw(app) {
  const asked = app.data.ask('probes', app.asked({ service: app.address.params.service, limit: ROWS_MAX }));
  return html`<div class="page"><h1 class="visually-hidden">Probes</h1>${answered(asked, (value) => full(app, value), {
    what: 'probes',
    retry: app.retry,
    empty: ({ rows }) =>
      rows.length === 0 && !app.address.params.service && emptiness('No probe result was seen in this range. A collector runs probes when its configuration names some, or reads those of the kubelet.', './weir probes --since 1h'),
  })}</div>`;
}

function full(app, value) {
  const rows = matching(app, value.rows, { type: (row, type) => row.type === type, node: (row, node) => row.node === node });
  const shown = matching(app, rows, { state: (row, state) => probeState(row) === state });
  const states = STATES.map((state) => ({ value: state, title: state, count: rows.filter((row) => probeState(row) === state).length, means: MEANS[state] }));
  const types = TYPES.map((type) => ({ value: type, title: type, count: value.rows.filter((row) => row.type === type).length }));
  return html`${answer(probesAnswer(shown, app.now()), value)}
    <div class="filters">${choice(app, 'state', 'State', [{ value: undefined, title: 'all', count: rows.length }, ...states])}
      ${choice(app, 'type', 'Type', [{ value: undefined, title: 'any type' }, ...types])} ${textFilter(app, 'service', 'Pod', 'shop/checkout')}
      ${narrowed(app, { node: 'node' })}</div>
    ${shown.length === 0
      ? html`<p class="muted">No probe is left with these filters. <a href=${app.href('probes', { state: undefined, type: undefined, node: undefined, service: undefined })}>Show all</a></p>`
      : list(app, shown)}`;
}

const MEANS = {
  failing: 'Failed as often in a row as its threshold says',
  wavering: 'The newest try failed or came with a warning, but not often enough to be failing',
};

function list(app, rows) {
  const open = (row) => app.select(`probe:${row.id}`);
  return table({
    caption: 'Probes',
    hideCaption: true,
    rows,
    id: (row) => row.id,
    selected: app.address.params.sel?.replace(/^probe:/, ''),
    onOpen: open,
    ...sorting(app, 'state'),
    columns: [
      { key: 'state', title: 'State', by: (row) => `${STATES.indexOf(probeState(row))} ${row.stateSince ?? ''}`, cell: (row) => health(probeHealth(row), probeState(row)) },
      { key: 'since', title: 'Since', class: 'when', by: (row) => row.stateSince, cell: (row) => stateSince(app, row) },
      { key: 'name', title: 'Probe', class: 'name', by: (row) => row.id, cell: (row) => html`${opener(probeName(row), () => open(row))}<span class="sub">${row.handler} ${row.target}</span>` },
      { key: 'why', title: 'Newest result', class: 'why', by: (row) => whyWords(row), cell: result },
      { key: 'duration', title: 'Took', number: true, by: (row) => row.durationMs, cell: (row) => millis(row.durationMs) },
      { key: 'certificate', title: 'Certificate', by: (row) => row.certificateExpires, cell: (row) => certificate(app, row) },
      { key: 'node', title: 'Node', by: (row) => row.node, cell: (row) => html`<a class="nowrap" href=${app.href('probes', { node: row.node })}>${row.node}</a>` },
    ],
  });
}

function stateSince(app, row) {
  if (row.stateSince === undefined) return html`<span class="muted">not known</span>`;
  return html`<span class="nowrap" title=${row.stateSince}>${clock(row.stateSince, app.now())}</span><span class="sub">${duration((app.now() - Date.parse(row.stateSince)) / 1000)}</span>`;
}

function result(row) {
  const why = whyWords(row);
  const times = row.consecutive > 1 ? `${count(row.consecutive)} in a row` : '';
  if (why === '') return html`<span class="muted">good${row.code >= 0 ? `, ${row.code}` : ''}${times ? `, ${times}` : ''}</span>`;
  return html`${why}${times ? html`<span class="sub">${times}</span>` : nothing}`;
}

function certificate(app, row) {
  const left = certificateSeconds(row, app.now());
  if (row.certificateExpires === undefined) return html`<span class="muted">–</span>`;
  if (left === undefined) return html`<span class="muted nowrap">until ${clock(row.certificateExpires, app.now()).slice(0, 10)}</span>`;
  return left < 0 ? health('failing', `ended ${duration(-left)} ago`) : health(left < 86_400 ? 'failing' : 'degraded', `ends in ${duration(left)}`);
}
