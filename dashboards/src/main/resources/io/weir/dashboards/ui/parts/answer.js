import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count } from '../app/words.js';
import { completeness } from './states.js';

/** The sentence that a page opens with, and what is not known of it. */
export function answer({ state, text }, value) {
  const { info, rows } = value;
  const more = info.totalRows > rows.length;
  const known = info.complete === 'true' && !more && info.notes.length === 0;
  return html`<div class="stack tight">
    <p class="answer ${state}">${text}</p>
    ${known
      ? nothing
      : html`<p class="row muted">${completeness(info)}${more ? html`<span>Of ${count(info.totalRows)} rows the first ${count(rows.length)} are counted.</span>` : nothing}
          ${info.notes.map((note) => html`<span>${note}</span>`)}</p>`}
  </div>`;
}
