import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count } from '../app/words.js';

/**
 * One choice of a few, as links: what is chosen is in the address.
 *
 * @param {string} key of the address
 * @param {{value: string|undefined, title: string, count?: number, means?: string}[]} choices the first is the one without a filter
 */
export function choice(app, key, label, choices) {
  const chosen = app.address.params[key];
  return html`<nav class="segments" aria-label=${label}>${choices
    .filter(({ value, count: n }) => value === undefined || value === chosen || n === undefined || n > 0)
    .map(
      ({ value, title, count: n, means }) => html`<a class="button" href=${app.href(app.address.page, { [key]: value })} title=${means ?? nothing}
        aria-current=${value === chosen ? 'true' : nothing}>${title}${n === undefined ? nothing : html` <span class="muted">${count(n)}</span>`}</a>`,
    )}</nav>`;
}

/** What else narrows the page down: each with a cross. */
export function narrowed(app, keys) {
  const { params, page } = app.address;
  const set = Object.entries(keys).filter(([key]) => params[key] !== undefined);
  if (set.length === 0) return nothing;
  return html`<div class="row">${set.map(
    ([key, title]) => html`<span class="chip">${title} ${params[key]}
      <a href=${app.href(page, { [key]: undefined })} aria-label="Without ${title} ${params[key]}">✕</a></span>`,
  )}</div>`;
}

/** A text in the address, taken when the reader is done typing. */
export function textFilter(app, key, label, placeholder) {
  const take = (event) => {
    event.preventDefault();
    const input = event.currentTarget.matches('form') ? event.currentTarget.elements[0] : event.currentTarget;
    const value = input.value.trim() || undefined;
    if (value !== app.address.params[key]) app.set({ [key]: value });
  };
  return html`<form class="inline-field" role="search" aria-label=${label} @submit=${take}>
    <label><span class="muted">${label}</span> <input type="search" .value=${app.address.params[key] ?? ''} placeholder=${placeholder} @change=${take} /></label></form>`;
}

/** The rows for which the filters of the address hold: `tests` by key, each with the value. */
export function matching(app, rows, tests) {
  const held = Object.entries(tests).filter(([key]) => app.address.params[key] !== undefined);
  return rows.filter((row) => held.every(([key, test]) => test(row, app.address.params[key])));
}

/** Sorting of a table by the address. */
export function sorting(app, usual) {
  return { sort: app.address.params.sort ?? usual, onSort: (sort) => app.set({ sort }, { replace: true }) };
}
