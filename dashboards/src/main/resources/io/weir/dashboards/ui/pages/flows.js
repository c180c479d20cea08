import { html } from '../lib/lit-html/lit-html.js';
export const flows = { title: 'Flows', draw: () => html`<h1>Flows</h1>` };
