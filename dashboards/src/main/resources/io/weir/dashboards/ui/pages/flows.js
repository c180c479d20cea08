import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { ref } from '../lib/lit-html/directives/ref.js';
import { asked } from '../app/address.js';
import { clock, count, counted } from '../app/words.js';
import { chooseColumn, chosenColumns, COLUMNS } from '../flows/columns.js';
import { forget, queryLine } from '../flows/line.js';
import { Live } from '../flows/live.js';
import { query, term } from '../flows/query.js';
import { Rows, visible } from '../flows/rows.js';
import { command } from '../panel/parts.js';
import { answered, completeness, emptiness } from '../parts/states.js';

/** Single flows: what a query finds in a range, and what arrives. */
export const flows = { title: 'Flows', draw, leave, flush: () => true };

const ROW_PX = 32;
const PAGE_ROWS = 200;
const FILL_ROWS = 500;

let listed;
let scroller;
const live = new Live(
  (rows) => listed && arrived(listed, rows),
  (change) => {
    if (listed === undefined) return;
    listed.told = { ...listed.told, ...change };
    listed.rows.missed += change.missed ?? 0;
    // What happened between the page of the past and the first flow of the stream, or while it was broken for long.
    if (change.opened && !listed.joined) fillIn(listed, { since: listed.until });
    if (change.gap) fillIn(listed, { since: change.gap.from, until: change.gap.to });
    listed.app.redraw();
  },
);

function arrived(here, rows) {
  here.rows.arrived(rows);
  // At the top, with nothing selected and no pointer on a row, nothing that is being read can be pushed away.
  if (!scroller?.scrollTop && !scroller?.matches(':hover') && !here.app.address.params.sel) here.rows.show();
  here.app.redraw();
}

/** Adds flows that the stream does not bring. Says so when there are more than fit into one answer. */
async function fillIn(here, times) {
  here.joined = true;
  try {
    const page = await asking({ ...times, query: here.text, limit: FILL_ROWS });
    arrived(here, page.rows.reverse());
    if (page.next) here.told = { ...here.told, hole: page.rows[0].time };
  } catch (problem) {
    here.told = { ...here.told, broken: `${problem.message} Some flows before this are not shown.` };
  }
  here.app.redraw();
}

async function asking(parameters) {
  const response = await fetch(`api/v1/flows?${new URLSearchParams(parameters)}`);
  const page = await response.json();
  if (!response.ok) throw new Error(page.error);
  return page;
}

/** Ends what the page does in the background. */
function leave() {
  live.follow(undefined);
  listed = undefined;
}

function draw(app) {
  const { q = '', ns } = app.address.params;
  const text = ns && !/\bnamespace:/.test(q) ? query(term('namespace', ns), q) : q;
  const range = app.address.range;
  // A live range begins where it was opened: what comes later is the live stream's.
  const answer = app.data.ask('flows', { ...asked(range), query: text, limit: PAGE_ROWS }, { every: Infinity });
  const key = `${text}|${JSON.stringify(range)}`;
  if (listed?.key !== key) {
    forget();
    listed = { key, text, app, rows: new Rows(), told: {}, next: undefined, filled: false, joined: false };
  }
  if (answer.value && !listed.filled) {
    listed.rows.older(answer.value.rows);
    listed.next = answer.value.next;
    listed.until = answer.value.info.to;
    listed.filled = true;
  }
  live.follow(range.live && listed.filled ? text : undefined);
  const refused = answer.problem?.at !== undefined || answer.problem?.suggestion !== undefined ? answer.problem : undefined;
  return html`<div class="flows-page">
    <h1 class="visually-hidden">Flows</h1>
    <div class="flows-head">
      ${queryLine(app, q, refused && { ...refused, at: refused.at - (text.length - q.length) }, termsOf(answer, text, q))}
      ${refused ? nothing : answered(answer, (value) => head(app, value, text), { what: 'flows', retry: app.retry })}
    </div>
    ${answer.value ? table(app) : nothing}
  </div>`;
}

/** The terms of what was typed, not that of the namespace above. */
function termsOf(answer, text, q) {
  const shift = text.length - q.length;
  return (answer.value?.query.terms ?? []).filter(({ at }) => at >= shift).map((one) => ({ ...one, at: one.at - shift }));
}

function head(app, value, text) {
  const { rows, told } = listed;
  const save = (format) => `api/v1/flows?${new URLSearchParams({ ...asked(app.address.range), query: text, format })}`;
  return html`<p class="row"><span role="status">${value.summary}</span> ${completeness(value.info)}
      ${rows.missed > 0 ? html`<span class="badge partial">${counted(rows.missed, 'flow')} missed: this page is too slow for them</span>` : nothing}
      ${told.lost > 0 ? html`<span class="badge partial">${counted(told.lost, 'event')} lost on the way</span>` : nothing}
      ${told.hole ? html`<span class="badge partial">More flows came before ${clock(told.hole, app.now(), true)} than are shown; load the page anew to see them</span>` : nothing}
      ${told.broken ? html`<span class="badge partial">Not following: ${told.broken}</span>` : nothing}
      ${rows.waiting > 0
        ? html`<button class="button main-action" @click=${() => showNew(app)}>${count(rows.waiting)} new</button>`
        : nothing}</p>
    <div class="row">
      <details class="columns"><summary>Columns</summary><div class="row">${COLUMNS.map(
        ({ key, title }) => html`<label><input type="checkbox" .checked=${chosenColumns().includes(key)} @change=${(event) => {
          chooseColumn(key, event.target.checked);
          app.redraw();
        }} /> ${title}</label>`,
      )}</div></details>
      <a href=${save('jsonl')} download>JSON lines</a> <a href=${save('csv')} download>CSV</a>
      <details class="columns"><summary>In a terminal</summary>${command(app, value.query.command)}</details>
    </div>`;
}

function showNew(app) {
  listed.rows.show();
  scroller?.scrollTo({ top: 0 });
  app.redraw();
}

function table(app) {
  const { shown } = listed.rows;
  if (shown.length === 0) {
    return html`<div class="flows-empty">${emptiness('No flow of this range matches. A wider range or fewer terms may find some.', 'weir observe --last 20')}</div>`;
  }
  const columns = COLUMNS.filter(({ key }) => chosenColumns().includes(key));
  const { first, last } = visible(shown.length, ROW_PX, scroller?.scrollTop ?? 0, scroller?.clientHeight ?? 800);
  const gap = (rows) => (rows > 0 ? html`<tr aria-hidden="true"><td class="gap" colspan=${columns.length} height=${rows * ROW_PX}></td></tr>` : nothing);
  return html`<div class="flows-scroll" tabindex="0" role="region" aria-label="Flows, newest first" @scroll=${() => scrolled(app)} ${ref(keep)}>
    <table aria-rowcount=${shown.length + 1}><caption class="visually-hidden">Flows, newest first</caption>
      <thead><tr>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>${gap(first)}
        ${repeat(
          shown.slice(first, last),
          ({ id }) => id,
          (row, i) => line(app, columns, row, first + i),
        )}
        ${gap(shown.length - last)}</tbody>
    </table>
    ${listed.next ? html`<p><button class="button" ?disabled=${listed.loading} @click=${() => more(app)}>${listed.loading ? 'Loading…' : 'Older flows'}</button></p>` : nothing}
  </div>`;
}

function keep(element) {
  scroller = element;
}

function line(app, columns, row, index) {
  const selection = `flow:${row.id}@${row.time}`;
  const open = () => app.select(selection);
  const state = row.verdict === 'DROPPED' || row.verdict === 'ERROR' ? 'failing' : '';
  return html`<tr class="link ${state}" data-row=${row.id} aria-rowindex=${index + 2} aria-current=${app.address.params.sel === selection ? 'true' : nothing} @click=${open}>
    ${columns.map(
      ({ key, cell }, i) => html`<td class=${key}>${i === 0
        ? html`<button class="button plain row-open" @click=${(event) => {
            event.stopPropagation();
            open();
          }}>${cell(row)}</button>`
        : cell(row)}</td>`,
    )}
  </tr>`;
}

let drawnFor;

/** Draws again when other rows have come into sight. */
function scrolled(app) {
  const step = Math.floor((scroller?.scrollTop ?? 0) / (ROW_PX * 5));
  if (step === drawnFor) return;
  drawnFor = step;
  app.redraw();
}

async function more(app) {
  const here = listed;
  here.loading = true;
  app.redraw();
  try {
    const page = await asking({ ...asked(app.address.range), query: here.text, limit: PAGE_ROWS, before: here.next });
    here.rows.older(page.rows);
    here.next = page.next;
  } catch (problem) {
    app.say(`Older flows cannot be loaded: ${problem.message}`);
  } finally {
    here.loading = false;
    app.redraw();
  }
}
