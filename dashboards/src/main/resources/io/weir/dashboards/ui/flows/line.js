import { html, nothing } from '../lib/lit-html/lit-html.js';
import { completed, without } from './query.js';

// The query line: a combobox whose list is asked from the server while one types.

const PAUSE_MS = 120;
let typed;
let list;
let active = -1;
let timer;

/**
 * @param {object} app
 * @param {string} text the query in force
 * @param {{error?: string, at?: number, length?: number, suggestion?: string}=} problem what is wrong with it
 * @param {object[]} terms as the server has read it
 */
export function queryLine(app, text, problem, terms) {
  const shown = typed ?? text;
  return html`<form class="query" role="search" aria-label="Flows" @submit=${(event) => submit(event, app)}>
      <input id="query" type="text" role="combobox" aria-expanded=${list !== undefined} aria-controls="completions" aria-autocomplete="list"
        aria-activedescendant=${active >= 0 ? `completion-${active}` : nothing} aria-invalid=${problem ? 'true' : 'false'}
        aria-describedby=${problem ? 'query-problem' : nothing} aria-label="Query" autocomplete="off" spellcheck="false"
        placeholder="verdict:dropped to.namespace:shop port:8000-8100 not dns:*.cluster.local" .value=${shown}
        @input=${(event) => input(event, app)} @keydown=${(event) => key(event, app)} @focus=${(event) => input(event, app)} @blur=${() => close(app)} />
      <button class="button main-action">Show</button>
      ${list ? completions(app) : nothing}
    </form>
    ${problem ? wrong(app, text, problem) : chips(app, text, terms)}`;
}

function completions(app) {
  return html`<ul class="completions" id="completions" role="listbox" aria-label="Completions">${list.suggestions.slice(0, 12).map(
    ({ text, help }, i) => html`<li role="option" id="completion-${i}" aria-selected=${i === active} @pointerdown=${(event) => {
      event.preventDefault();
      take(app, text);
    }}><strong>${text}</strong> <span class="muted">${help}</span></li>`,
  )}</ul>`;
}

function wrong(app, text, { error, at, length, suggestion }) {
  const marked = at === undefined ? nothing : html`<code class="bad-part">${text.slice(0, at)}<mark>${text.slice(at, at + length) || ' '}</mark>${text.slice(at + length)}</code>`;
  const fix = () => app.set({ q: `${text.slice(0, at)}${suggestion}${text.slice(at + length)}` });
  return html`<div class="state error" id="query-problem" role="alert">${marked}<span>${error}</span>
    ${suggestion ? html`<button class="button" @click=${fix}>Use ${suggestion}</button>` : nothing}</div>`;
}

function chips(app, text, terms) {
  if (terms.length === 0) return nothing;
  return html`<div class="row" aria-label="Terms">${terms.map(
    (term) => html`<span class="chip">${term.not ? 'not ' : ''}${term.text}
      <a href=${app.href('flows', { q: without(text, term) || undefined })} aria-label="Without ${term.text}">✕</a></span>`,
  )}</div>`;
}

function input(event, app) {
  const field = event.target;
  typed = field.value;
  active = -1;
  clearTimeout(timer);
  timer = setTimeout(() => ask(field, app), PAUSE_MS);
}

async function ask(field, app) {
  const query = field.value;
  try {
    const response = await fetch(`api/v1/flows/complete?${new URLSearchParams({ query, at: field.selectionStart })}`);
    const answer = response.ok ? await response.json() : undefined;
    if (field.value !== query || document.activeElement !== field) return;
    list = answer?.suggestions.length > 0 ? answer : undefined;
  } catch {
    // One can type on without a list.
    list = undefined;
  }
  app.redraw();
}

function key(event, app) {
  const count = Math.min(12, list?.suggestions.length ?? 0);
  if (event.key === 'ArrowDown' && count > 0) active = (active + 1) % count;
  else if (event.key === 'ArrowUp' && count > 0) active = (active - 1 + count) % count;
  else if ((event.key === 'Enter' || event.key === 'Tab') && active >= 0) take(app, list.suggestions[active].text);
  else if (event.key === 'Escape' && list) close(app);
  else return;
  event.preventDefault();
  event.stopPropagation();
  app.redraw();
}

function take(app, chosen) {
  const field = document.getElementById('query');
  const { text, at } = completed(field.value, list, chosen);
  typed = text;
  field.value = text;
  field.setSelectionRange(at, at);
  active = -1;
  list = undefined;
  ask(field, app);
  app.redraw();
}

function close(app) {
  clearTimeout(timer);
  list = undefined;
  active = -1;
  app.redraw();
}

function submit(event, app) {
  event.preventDefault();
  const text = (typed ?? document.getElementById('query').value).trim();
  typed = undefined;
  close(app);
  app.set({ q: text || undefined });
}

/** What was typed and not sent is forgotten, as when another link is followed. */
export function forget() {
  typed = undefined;
}
