import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock } from '../app/words.js';
import { described } from './described.js';
import { plot } from './plot.js';

/**
 * The one kind of chart: lines with an optional band, or counts that stand on each other, over time. All charts of a page have the same
 * axis of time and one crosshair.
 *
 * @typedef {object} Chart
 * @property {string} id of its own on the page
 * @property {string} title
 * @property {import('../lib/lit-html/lit-html.js').TemplateResult=} note beside the title
 * @property {'line'|'stack'} kind
 * @property {import('./units.js').Unit} unit
 * @property {number} from ms since the epoch, where the axis begins
 * @property {number} to where it ends
 * @property {number} stepMs how long a column is
 * @property {number[]} starts of the columns
 * @property {{name: string, values: (number|undefined)[]}[]} series at most five
 * @property {{name: string, low: (number|undefined)[], high: (number|undefined)[]}=} band lines only
 * @property {{value: number, label: string}[]=} thresholds
 * @property {{kind: 'missing'|'unkept'|'pending'|'silent', from: number, to: number, lost?: number}[]=} spans
 * @property {{at: number, kind: 'alert'|'began'|'change'|'end'|'note', label: string}[]=} markers
 * @property {{from: number, to: number}=} focus a span to look at
 * @property {number=} floor where the axis of values begins
 * @property {number=} ceiling where it ends
 * @property {boolean=} low less tall
 */

/** Charts whose figures are unfolded. As with the scroll position, a link does not carry that. */
const unfolded = new Set();

/** @param {Chart} what */
export function chart(app, what) {
  const seen = { ...what, theme: app.theme, sync: 'page' };
  const toggle = (event) => {
    if (event.target.open === unfolded.has(what.id)) return;
    unfolded[event.target.open ? 'add' : 'delete'](what.id);
    app.redraw();
  };
  return html`<figure class="chart" id="chart-${what.id}">
    <figcaption class="row"><h3>${what.title}</h3>${what.note ? html`<span class="muted">${what.note}</span>` : nothing}
      ${what.series.length > 1 || what.kind === 'stack' || what.band ? legend(what) : nothing}<span class="spring"></span><span class="readout muted" aria-hidden="true"></span></figcaption>
    <div class="plot ${what.low ? 'low' : ''}" role="img" aria-label=${described(what)} ${plot(seen)}></div>
    <details ?open=${unfolded.has(what.id)} @toggle=${toggle}>
      <summary>Figures<span class="visually-hidden"> of ${what.title}</span></summary>
      ${unfolded.has(what.id) ? figures(app, what) : nothing}
    </details>
  </figure>`;
}

function legend({ series, band }) {
  return html`<ul class="legend">${series.map(({ name }, n) => html`<li><i class="key series-${(n % 5) + 1}"></i>${name}</li>`)}
    ${band ? html`<li><i class="key band"></i>${band.name}</li>` : nothing}</ul>`;
}

function figures(app, { title, unit, starts, stepMs, series, spans = [] }) {
  const lost = (at) => spans.find(({ kind, from, to }) => kind === 'missing' && at >= from && at < to);
  const rows = starts.map((_, i) => i).filter((i) => series.some(({ values }) => values[i] !== undefined && values[i] !== null));
  return html`<div class="table-wrap figures" tabindex="0" role="region" aria-label="Figures of ${title}"><table>
    <thead><tr><th scope="col">from</th>${series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (i) => html`<tr><th scope="row">${clock(starts[i], app.now(), stepMs < 60_000)}${lost(starts[i]) ? ' (incomplete)' : ''}</th>
        ${series.map(({ values }) => html`<td class="number">${values[i] === undefined ? '' : unit.text(values[i])}</td>`)}</tr>`,
    )}</tbody></table></div>`;
}
