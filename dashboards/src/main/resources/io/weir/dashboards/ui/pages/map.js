import { html } from '../lib/lit-html/lit-html.js';
export const map = { title: 'Map', draw: () => html`<h1>Map</h1>` };
