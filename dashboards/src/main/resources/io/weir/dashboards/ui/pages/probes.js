import { html } from '../lib/lit-html/lit-html.js';
export const probes = { title: 'Probes', draw: () => html`<h1>Probes</h1>` };
