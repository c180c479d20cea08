import { html, nothing } from '../lib/lit-html/lit-html.js';
import { burn, exact, since } from '../app/words.js';
import { bar } from '../parts/bar.js';
import { health } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';
import { answer, budget, burnIn, filtered, rank, STATES, stateOf, worstFirst } from './words.js';

/** All objectives: a sentence, filters, a table with the worst first. */
export function sloList(app) {
  return answered(
    app.data.ask('slos'),
    ({ rows }) => html`${sentence(app, rows)} ${filters(app, rows)} ${objectives(app, filtered(rows, app.address.params))}`,
    {
      what: 'objectives',
      retry: app.retry,
      empty: ({ rows }) => rows.length === 0 && emptiness('No objective is defined. Drafts come from what was counted:', './weir slo suggest --since 1d'),
    },
  );
}

function sentence(app, rows) {
  const { health: state, text, worst, rest } = answer(rows, app.now());
  return html`<p class="answer ${state}">${text}
    ${worst ? html`<a href=${app.href('slos', { slo: worst.slo })}><strong>${worst.slo}</strong></a> ${rest}` : nothing}</p>`;
}

function filters(app, rows) {
  const { state, service } = app.address.params;
  const services = [...new Set(rows.map((row) => row.service))].sort();
  const select = (key, label, all, chosen, choices) => html`<select aria-label=${label} .value=${chosen ?? ''} @change=${(event) => app.set({ [key]: event.target.value || undefined })}>
    <option value="" ?selected=${!chosen}>${all}</option>
    ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}</select>`;
  return html`<div class="row" role="group" aria-label="Filters">
    ${select('state', 'State', 'any state', state, Object.entries(STATES).map(([value, { word }]) => [value, word]))}
    ${select('service', 'Service', 'any service', service, services.map((name) => [name, name]))}
    ${state || service ? html`<button class="button plain" @click=${() => app.set({ state: undefined, service: undefined })}>Show all</button>` : nothing}
  </div>`;
}

function objectives(app, rows) {
  if (rows.length === 0) return emptiness('No objective is in this state, service and namespace. Show all of them to see the others.');
  const open = (row) => app.set({ slo: row.slo, sort: undefined });
  const burnColumn = (window) => ({
    key: `burn${window}`,
    title: `burn ${window.replace('m', ' min').replace('h', ' h')}`,
    number: true,
    by: (row) => burnIn(row, window),
    cell: (row) => burning(burnIn(row, window)),
  });
  const columns = [
    { key: 'name', title: 'name', by: (row) => row.slo, cell: (row) => opener(row.slo, () => open(row)) },
    { key: 'service', title: 'service', by: (row) => row.service, cell: (row) => row.service },
    { key: 'state', title: 'state, since', class: 'state-cell', by: (row) => `${rank(row)} ${row.since ?? ''}`, cell: (row) => state(row, app.now()) },
    { key: 'sli', title: 'good', number: true, by: (row) => row.sli, cell: (row) => (row.sli === undefined ? html`<span class="muted">no events</span>` : exact(row.sli)) },
    { key: 'objective', title: 'objective', number: true, by: (row) => row.objective, cell: (row) => exact(row.objective) },
    { key: 'budget', title: 'budget left', number: true, by: (row) => row.budgetLeft, cell: budgetCell },
    burnColumn('5m'),
    burnColumn('1h'),
    burnColumn('6h'),
  ];
  const { sort } = app.address.params;
  return table({
    caption: 'Objectives, the worst first',
    hideCaption: true,
    columns,
    rows: [...rows].sort(worstFirst),
    id: (row) => row.slo,
    sort,
    onSort: (key) => app.set({ sort: key }),
    onOpen: open,
  });
}

function state(row, now) {
  const { health: value, word, means } = stateOf(row.state);
  return html`<div class="row"><span title=${means}>${health(value, word)}</span>${row.since ? html`<span class="muted nowrap">${since(row.since, now)}</span>` : nothing}</div>
    ${row.heldBack ? html`<div class="muted">Held back: ${row.heldBack}</div>` : nothing}`;
}

/** A rate above 1 spends more than there is. */
export function burning(rate) {
  if (rate === undefined) return html`<span class="muted">–</span>`;
  return rate > 1 ? html`<strong>${burn(rate)}</strong>` : burn(rate);
}

export function budgetCell(row) {
  const { health: value, text } = budget(row);
  return html`<span class="nowrap">${bar(row.budgetLeft, value)} <span class="digits">${text}</span></span>`;
}
