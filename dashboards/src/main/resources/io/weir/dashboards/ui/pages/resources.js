import { html } from '../lib/lit-html/lit-html.js';
export const resources = { title: 'Resources', draw: () => html`<h1>Resources</h1>` };
