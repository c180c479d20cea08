import { html } from '../lib/lit-html/lit-html.js';
import { sloDetail } from '../slo/detail.js';
import { sloList } from '../slo/list.js';

/** All objectives, or the one that the address names. */
export const slos = { title: 'SLOs', draw };

function draw(app) {
  const { slo } = app.address.params;
  return slo === undefined
    ? html`<div class="page"><h1 class="visually-hidden">Objectives</h1>${sloList(app)}</div>`
    : html`<div class="page">${sloDetail(app, slo)}</div>`;
}
