import { html, nothing } from '../lib/lit-html/lit-html.js';
import { SPANS } from './address.js';
import { HELP } from './keys.js';
import { clock, zone } from './words.js';
import { completeness } from '../parts/states.js';
import { panel, panelOf } from '../panel/panel.js';
import { strip } from './strip.js';
import { dialog } from '../parts/dialog.js';

/** The whole page. */
export function frame(app, pages) {
  const { page, params } = app.address;
  const here = pages[page];
  const selected = panelOf(params.sel);
  return html`
    <a class="skip" href="#content">Skip to the content</a>
    <div class="frame ${selected ? 'with-panel' : ''}">
      ${top(app)} ${rail(app, pages)}
      <div class="strip">${strip(app)}</div>
      <main class="main ${here.flush?.(app) ? 'flush' : ''}" id="content" tabindex="-1">
        ${app.address.problems.map((problem) => html`<p class="notice" role="alert">${problem}</p>`)}
        ${here.draw(app)}
      </main>
      ${selected ? panel(app, selected) : nothing}
    </div>
    ${app.toast ? html`<div class="toast" role="status">${app.toast}</div>` : nothing} ${dialogs(app)}
  `;
}

function top(app) {
  const { range, params } = app.address;
  const map = app.data.ask('map', { ...app.asked(), namespace: undefined });
  const nodes = map.value?.nodes ?? [];
  return html`<header class="top">
    <a class="product" href=${app.href('overview')}><img src="ui/weir.svg" alt="" />Weir</a>
    ${scope(app, nodes)}
    <form role="search" @submit=${(event) => search(event, app, nodes)}>
      <input id="search" type="search" list="services" placeholder="Search services  /" aria-label="Search services" autocomplete="off"
        @change=${(event) => search(event, app, nodes)} />
      <datalist id="services">${nodes.map((node) => html`<option value=${node.label}></option>`)}</datalist>
    </form>
    <span class="spring"></span>
    ${completeness(map.value?.info)} ${times(app, range)}
    <button class="button wide" @click=${app.copyLink} title="Copy a link to this very picture (y)">Link</button>
    <button class="button wide" @click=${app.toggleTheme} aria-label=${app.theme === 'dark' ? 'Light theme' : 'Dark theme'}>
      ${app.theme === 'dark' ? 'Light' : 'Dark'}
    </button>
    <button class="button wide" aria-label="Keys" title="Keys (?)" @click=${() => show(app, { kind: 'keys' })}>?</button>
    ${params.before ? html`<button class="button" aria-pressed="true" @click=${() => app.set({ before: undefined })}>Compared: end (d)</button>` : nothing}
  </header>`;
}

function scope(app, nodes) {
  const namespaces = [...new Set(nodes.map((node) => node.namespace).filter(Boolean))].sort();
  const chosen = app.address.params.ns ?? '';
  if (chosen && !namespaces.includes(chosen)) namespaces.unshift(chosen);
  return html`<select aria-label="Namespace" .value=${chosen} @change=${(event) => app.set({ ns: event.target.value || undefined })}>
    <option value="" ?selected=${chosen === ''}>all namespaces</option>
    ${namespaces.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
  </select>`;
}

function search(event, app, nodes) {
  event.preventDefault();
  const input = document.getElementById('search');
  const text = input.value.trim().toLowerCase();
  if (text === '') return;
  const found = nodes.find((node) => node.label.toLowerCase() === text) ?? nodes.find((node) => node.label.toLowerCase().includes(text));
  if (found === undefined) {
    if (event.type === 'submit') app.say(`No service that was seen in this range has "${input.value}" in its name.`);
    return;
  }
  input.value = '';
  app.select(`service:${found.id}`);
}

function times(app, range) {
  const at = app.times();
  const text = `${clock(at.from, app.now())} to ${clock(at.to, app.now())}, ${zone()}`;
  return html`<span class="muted nowrap wide" title="${at.from} to ${at.to}">${range.live ? nothing : text}</span>
    <div class="segments" role="radiogroup" aria-label="Range">
      ${SPANS.map(
        (span) => html`<button class="button" role="radio" aria-checked=${range.live && range.span === span} title="Live, the last ${span}"
          @click=${() => app.go({ range: { live: true, span } })}>${span}</button>`,
      )}
      <button class="button" role="radio" aria-checked=${!range.live} title="Any range" @click=${() => show(app, { kind: 'range', ...at })}>…</button>
    </div>
    <button class="button" aria-pressed=${!range.live} @click=${app.togglePause} title="Space">${range.live ? 'Live' : 'Paused'}</button>`;
}

function rail(app, pages) {
  const tallies = openTallies(app);
  return html`<nav class="rail" aria-label="Pages"><ul>
    ${Object.entries(pages).map(
      ([name, page]) => html`<li><a href=${app.href(name)} aria-current=${name === app.address.page ? 'page' : nothing}>${page.title}
        ${tallies[name] ? html`<span class="tally" title=${tallies[name].title}>${tallies[name].count}</span>` : nothing}</a></li>`,
    )}
  </ul></nav>`;
}

function openTallies(app) {
  const open = (app.data.ask('incidents').value?.rows ?? []).filter((incident) => incident.open).length;
  const burning = (app.data.ask('slos').value?.rows ?? []).filter((slo) => slo.burning).length;
  return {
    alerts: open > 0 ? { count: open, title: `${open} open incidents` } : undefined,
    slos: burning > 0 ? { count: burning, title: `${burning} objectives burn too fast` } : undefined,
  };
}

function show(app, what) {
  app.dialog = what;
  app.redraw();
}

function dialogs(app) {
  const close = () => show(app, undefined);
  switch (app.dialog?.kind) {
    case 'keys':
      return dialog('Keys', html`<dl class="keys">${HELP.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl>`, close);
    case 'range':
      return dialog('Range', rangeForm(app, close), close);
    case 'link':
      return dialog('A link to what you see', html`<p class="command"><code>${app.dialog.url}</code></p>`, close);
    case 'form':
      return dialog(app.dialog.title, app.dialog.draw(close), close);
    default:
      return nothing;
  }
}

function rangeForm(app, close) {
  const local = (iso) => {
    const at = new Date(iso);
    return new Date(+at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
  };
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const from = new Date(form.get('from'));
    const to = new Date(form.get('to'));
    if (!(from < to)) {
      app.say('The begin has to be before the end.');
      return;
    }
    close();
    app.go({ range: { live: false, from: from.toISOString(), to: to.toISOString() } });
  };
  return html`<form class="fields" @submit=${submit}>
    <label class="field">From (${zone()})<input type="datetime-local" step="1" name="from" required value=${local(app.dialog.from)} /></label>
    <label class="field">To<input type="datetime-local" step="1" name="to" required value=${local(app.dialog.to)} /></label>
    <div><button class="button main-action">Show</button></div>
  </form>`;
}
