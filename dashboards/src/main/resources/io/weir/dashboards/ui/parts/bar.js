import { svg, html } from '../lib/lit-html/lit-html.js';

/** A share as a bar; the number stands beside it, in words. */
export function bar(ratio, state = 'ok') {
  const width = Math.round(100 * Math.min(1, Math.max(0, ratio)) * 10) / 10;
  return html`<svg class="meter ${state}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="all" width="100" height="6" />`}${svg`<rect class="part" width=${width} height="6" />`}</svg>`;
}
