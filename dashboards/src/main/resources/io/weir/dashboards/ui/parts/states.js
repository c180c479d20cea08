import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, count } from '../app/words.js';

/**
 * Draws an answer: what it is while it loads, when it failed, when it is empty, else what `full` makes of it. A failure leaves what was
 * there on the screen, and says so above it.
 *
 * @param {import('../app/data.js').Answer} answer
 * @param {(value: object) => unknown} full
 * @param {{what: string, retry: () => void, empty?: (value: object) => unknown}} words
 */
export function answered(answer, full, { what, retry, empty }) {
  const failed = answer.error === undefined ? nothing : failure(answer, what, retry);
  if (answer.value === undefined) {
    return answer.error === undefined ? skeleton(what) : failed;
  }
  return html`${failed}${(empty && empty(answer.value)) || full(answer.value)}`;
}

export function skeleton(what) {
  return html`<div class="stack" role="status"><span class="visually-hidden">Loading ${what}</span>
    <div class="skeleton"></div><div class="skeleton"></div><div class="skeleton"></div></div>`;
}

function failure(answer, what, retry) {
  return html`<div class="state error" role="alert">
    <strong>Cannot load ${what}, since ${clock(answer.failedSince, new Date(), true)}.</strong>
    <span>${answer.error}${answer.value === undefined ? '' : '. What you see is older.'}</span>
    <button class="button" @click=${retry}>Try again</button>
  </div>`;
}

/** Nothing there: what would fill it, and the command that does. */
export function emptiness(sentence, command) {
  return html`<div class="state"><span>${sentence}</span>${command ? html`<code>${command}</code>` : nothing}</div>`;
}

/** What is not known of an answer: lost events by node, or that nobody can say. */
export function completeness(info) {
  if (!info || info.complete === 'true') return nothing;
  if (info.complete === 'unknown') {
    return html`<span class="badge partial" title="The stream jobs have said nothing about this range yet.">completeness not known</span>`;
  }
  const worst = (info.missing ?? [])[0];
  const title = (info.missing ?? []).map((m) => `${count(m.events)} on ${m.node} (${m.stage}: ${m.reason})`).join('\n');
  return html`<span class="badge partial" title=${title}>${count(info.lost)} events missing${worst ? ` on ${worst.node}` : ''}</span>`;
}
