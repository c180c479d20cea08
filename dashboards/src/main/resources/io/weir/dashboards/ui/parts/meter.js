import { svg, html } from '../lib/lit-html/lit-html.js';

/** A share of something as a bar; the number stands beside it, so it is not read out. */
export function meter(ratio, state = 'ok') {
  const width = `${Math.min(100, Math.max(0, ratio * 100)).toFixed(1)}%`;
  return html`<svg class="meter" aria-hidden="true">${svg`<rect class="all" width="100%" height="6" rx="3" /><rect class="used ${state}" width=${width} height="6" rx="3" />`}</svg>`;
}
