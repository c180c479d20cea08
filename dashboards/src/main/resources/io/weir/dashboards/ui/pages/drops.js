import { html } from '../lib/lit-html/lit-html.js';
import { clock, count } from '../app/words.js';
import { CLASSES, classHealth, dropId, dropQuery, dropsAnswer, rateWords, target, total } from '../facts/drops.js';
import { answer } from '../parts/answer.js';
import { choice, matching, narrowed, sorting, textFilter } from '../parts/filters.js';
import { health } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';

/** What was dropped, why, and by which policy. */
export const drops = { title: 'Drops', draw };

const ROWS_MAX = 1000;
/** Drops in the last minute of the range: it has not ended. */
const GOES_ON_MS = 60_000;
const FILTERS = {
  reason: (row, reason) => row.reason === reason,
  policy: (row, policy) => row.policies.includes(policy),
  node: (row, node) => row.nodes.includes(node),
};

function draw(app) {
  const asked = app.data.ask('drops', app.asked({ service: app.address.params.service, limit: ROWS_MAX }));
  return html`<div class="page"><h1 class="visually-hidden">Drops</h1>${answered(asked, (value) => full(app, value), { what: 'drops', retry: app.retry })}</div>`;
}

function full(app, value) {
  const rows = matching(app, value.rows, FILTERS);
  const shown = matching(app, rows, { class: (row, dropClass) => row.dropClass === dropClass });
  const all = { value: undefined, title: 'all', count: total(rows) };
  const classes = Object.entries(CLASSES).map(([name, { title, means }]) => ({ value: name, title, means, count: total(rows.filter((row) => row.dropClass === name)) }));
  return html`${answer(dropsAnswer(shown, app.now()), value)}
    <div class="filters">${choice(app, 'class', 'Class of drop', [all, ...classes])} ${textFilter(app, 'service', 'Service', 'shop/checkout')}
      ${narrowed(app, { reason: 'reason', policy: 'policy', node: 'node' })}</div>
    ${shown.length === 0 ? none(app, value) : list(app, shown)}`;
}

function none(app, { rows }) {
  return rows.length > 0
    ? html`<p class="muted">No drop is left with these filters. <a href=${app.href('drops', { class: undefined, reason: undefined, policy: undefined, node: undefined })}>Show all</a></p>`
    : emptiness('Nothing was dropped in this range, as far as the collectors see. The same in a terminal:', './weir drops --since 1h');
}

function list(app, rows) {
  const open = (row) => app.select(`drop:${dropId(row)}`);
  return table({
    caption: 'Groups of drops',
    hideCaption: true,
    rows,
    id: dropId,
    selected: app.address.params.sel?.replace(/^drop:/, ''),
    onOpen: open,
    ...sorting(app, 'count'),
    columns: [
      { key: 'count', title: 'Packets', number: true, by: (row) => row.count, cell: (row) => html`<a href=${app.href('flows', { q: dropQuery(row) })} title="Their flows">${count(row.count)}</a>` },
      { key: 'rate', title: 'Rate', number: true, by: (row) => row.ratePerMinute, cell: rateCell },
      { key: 'name', title: 'From → to', class: 'name', by: (row) => `${row.source.label} ${target(row)}`, cell: (row) => opener(`${row.source.label} → ${target(row)}`, () => open(row)) },
      { key: 'reason', title: 'What happened', class: 'why', by: (row) => row.reason, cell: (row) => reasonCell(app, row) },
      { key: 'class', title: 'Class', by: (row) => Object.keys(CLASSES).indexOf(row.dropClass), cell: (row) => health(classHealth(row.dropClass), CLASSES[row.dropClass]?.title ?? row.dropClass) },
      { key: 'first', title: 'Since', class: 'when', by: (row) => row.firstSeen, cell: (row) => times(app, row) },
    ],
  });
}

function rateCell(row) {
  const { now, usually } = rateWords(row);
  return html`${now}<span class="sub">${usually}</span>`;
}

function reasonCell(app, row) {
  return html`${row.happened || row.reason}
    ${row.policies.map((policy) => html`<a class="sub" href=${app.href('drops', { policy })} title="All drops of this policy">${policy}</a>`)}`;
}

function times(app, row) {
  const goesOn = Date.parse(app.times().to) - Date.parse(row.lastSeen) < GOES_ON_MS;
  return html`<span class="nowrap" title=${row.firstSeen}>${clock(row.firstSeen, app.now())}</span>
    <span class="sub" title=${row.lastSeen}>${goesOn ? 'going on' : `until ${clock(row.lastSeen, app.now())}`}</span>`;
}
