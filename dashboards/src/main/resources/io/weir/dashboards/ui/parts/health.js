import { html, svg } from '../lib/lit-html/lit-html.js';

const ICONS = {
  failing: svg`<path d="M6 .8 11.6 11H.4Z" fill="currentColor"/><path d="M6 4v3.2M6 8.4v1.2" stroke="var(--surface)" stroke-width="1.2"/>`,
  degraded: svg`<path d="M6 .8 11.2 6 6 11.2.8 6Z" fill="currentColor"/>`,
  ok: svg`<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4"/>`,
  unknown: svg`<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2 1.6"/>`,
};
export const WORDS = { failing: 'failing', degraded: 'degraded', ok: 'healthy', unknown: 'not known' };
const ORDER = ['failing', 'degraded', 'unknown', 'ok'];

/** Health as an icon and a word. */
export function health(value, word = WORDS[value]) {
  return html`<span class="health ${value}"><svg viewBox="0 0 12 12" aria-hidden="true">${ICONS[value]}</svg>${word}</span>`;
}

/** Comparing two healths: the worse one first. */
export function worseFirst(a, b) {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** What a layer is called. */
export function layerName(layer) {
  const names = {
    policy: 'policy denied',
    drops: 'packets dropped',
    dns: 'DNS failing',
    connect: 'connects failing',
    reset: 'connections reset',
    'http-5xx': 'errors of the server',
  };
  return names[layer] ?? layer ?? '';
}
