import { html } from '../lib/lit-html/lit-html.js';
export const slos = { title: 'SLOs', draw: () => html`<h1>SLOs</h1>` };
