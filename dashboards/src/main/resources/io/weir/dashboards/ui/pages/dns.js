import { html } from '../lib/lit-html/lit-html.js';
export const dns = { title: 'DNS', draw: () => html`<h1>DNS</h1>` };
