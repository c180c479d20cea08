import { html } from '../lib/lit-html/lit-html.js';
import { incidentDetail } from '../incident/detail.js';
import { incidentList } from '../incident/list.js';

/** All incidents and what is kept quiet, or the incident that the address names. */
export const alerts = { title: 'Alerts', draw };

function draw(app) {
  const { incident } = app.address.params;
  return incident === undefined
    ? html`<div class="page"><h1 class="visually-hidden">Alerts</h1>${incidentList(app)}</div>`
    : html`<div class="page">${incidentDetail(app, incident)}</div>`;
}
