import { nothing } from '../lib/lit-html/lit-html.js';

/** What happened over the range, under the top bar. */
export function strip() {
  return nothing;
}
