import { html } from '../lib/lit-html/lit-html.js';
export const drops = { title: 'Drops', draw: () => html`<h1>Drops</h1>` };
