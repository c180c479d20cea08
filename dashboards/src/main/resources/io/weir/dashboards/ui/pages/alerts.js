import { html } from '../lib/lit-html/lit-html.js';
export const alerts = { title: 'Alerts', draw: () => html`<h1>Alerts</h1>` };
