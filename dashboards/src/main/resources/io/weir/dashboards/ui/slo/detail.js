import { html, nothing } from '../lib/lit-html/lit-html.js';
import { spanSeconds } from '../app/address.js';
import { burn, clock, count, duration, exact, share, since } from '../app/words.js';
import { peerTerms, query } from '../flows/query.js';
import { chart } from '../parts/chart.js';
import { health } from '../parts/health.js';
import { answered, completeness, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';
import { BURN, PERCENT } from '../parts/units.js';
import * as windows from '../parts/windows.js';
import { command } from '../panel/parts.js';
import { edgeId } from '../panel/service.js';
import { callersQuestion, comesFrom, counts, question } from './selector.js';
import { budgetText, burnWindows, promise, stateOf, tally } from './words.js';

const HOUR_S = 3600;
/** Up to here minutes are read, so that a burn of five minutes can be told. */
const MINUTES_UP_TO_S = 24 * HOUR_S;
const LEAD_S = 6 * HOUR_S;
const CALLERS = 50;
const LATER_MS = 60_000;

/** One objective: how it stands, its course, what burns it. */
export function sloDetail(app, name) {
  return answered(
    app.data.ask('slos'),
    ({ rows }) => {
      const slo = rows.find((row) => row.slo === name);
      return slo === undefined
        ? emptiness(html`There is no objective "${name}" any more, or not yet. <a href=${app.href('slos', { slo: undefined })}>All objectives</a>`)
        : html`${head(app, slo)} ${course(app, slo)}
            <div class="cards">${rules(app, slo)}${incidents(app, slo)}</div>
            ${callers(app, slo)} ${terminal(app, slo)}`;
    },
    { what: 'the objective', retry: app.retry },
  );
}

function head(app, slo) {
  const { health: state, word, means } = stateOf(slo.state);
  return html`<p><a href=${app.href('slos', { slo: undefined })}>All objectives</a></p>
    <div class="row"><h1>${slo.slo}</h1><span title=${means}>${health(state, word)}</span><span class="muted">${slo.since ? since(slo.since, app.now()) : nothing}</span></div>
    <p class="answer ${state}">${tally(slo)} in ${duration(slo.periodSeconds)}; ${exact(slo.objective)} shall be good. ${capital(budgetText(slo))}.</p>
    <p class="muted">${promise(slo)}, of ${selected(slo)}.${slo.partial ? ' Counting began within the period.' : ''}
      ${slo.heldBack ? html`<strong>Held back: ${slo.heldBack}.</strong>` : nothing}</p>`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function selected({ service, selector }) {
  if (!selector) return service;
  const named = { server: 'server', client: 'client', port: 'port', protocol: 'protocol', probe: 'probe' };
  return Object.entries(named)
    .filter(([key]) => selector[key] !== undefined)
    .map(([key, name]) => `${name} ${selector[key]}`)
    .join(', ');
}

/** The three charts: share of good events, budget, burn. */
function course(app, slo) {
  const asks = question(slo);
  if (asks === undefined) return emptiness('Which series it counts is not known here: the alerting role is of an older version.');
  const { from, to } = app.times();
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  const minutes = seconds <= MINUTES_UP_TO_S;
  const lead = app.address.range.live
    ? { since: `${spanSeconds(app.address.range.span) + LEAD_S}s` }
    : { since: new Date(Date.parse(from) - LEAD_S * 1000).toISOString(), until: to };
  const asked = app.data.ask('slis', { ...asks, ...lead, step: minutes ? '1m' : '1h' });
  return answered(asked, (answer) => charts(app, slo, answer, Date.parse(from), Date.parse(to), badAfter(app, slo, asks)), {
    what: 'its course',
    retry: app.retry,
    empty: ({ rows }) => !rows.some((row) => counts(slo, row)) && emptiness(`Nothing of ${slo.indicator} was counted between ${clock(from, app.now())} and ${clock(to, app.now())}.`),
  });
}

/**
 * Bad events since a fixed range ended, for its budget is worked back from now; undefined until it is known. Beyond two days they are
 * read in hours, so those of the first hour may be left out.
 */
function badAfter(app, slo, asks) {
  const { range } = app.address;
  if (range.live) return 0;
  const later = app.data.ask('slis', { ...asks, since: range.to }, { every: LATER_MS }).value;
  return later?.rows.filter((row) => counts(slo, row)).reduce((sum, row) => sum + row.total - row.good, 0);
}

function charts(app, slo, answer, from, to, later) {
  const all = windows.gridOf(answer, answer.rows.filter((row) => counts(slo, row)));
  const shown = windows.since(all, from);
  const kept = (start) => start + shown.stepMs > Date.parse(answer.info.dataFrom) && start <= Date.parse(answer.info.dataTo);
  const tail = (values) => values.slice(values.length - shown.starts.length).map((value, i) => (kept(shown.starts[i]) ? value : undefined));
  const spans = windows.spans(shown, answer.info);
  const common = { kind: 'line', from, to, stepMs: shown.stepMs, starts: shown.starts, spans, markers: markers(app, slo) };
  const rates = burnWindows(slo, shown.stepMs / 1000).map(({ window, seconds }) => ({ name: window, values: tail(windows.burns(all, slo.objective, seconds)) }));
  const left = later === undefined ? shown.starts.map(() => undefined) : tail(windows.budgets(all, slo, later));
  const period = duration(slo.periodSeconds);
  return html`<section class="stack" aria-label="Course">
    <div class="row"><h2>Its course</h2><span class="muted">${duration(shown.stepMs / 1000)} a column</span>${completeness(answer.info)}</div>
    ${chart(app, {
      ...common, id: 'sli', title: 'Good events', unit: PERCENT, ceiling: 1, series: [{ name: 'good', values: windows.ratios(shown) }],
      thresholds: [{ value: slo.objective, label: `objective ${exact(slo.objective)}` }],
    })}
    ${rates.length === 0
      ? nothing
      : chart(app, {
          ...common, id: 'burn', title: 'Burn rate', note: 'by window, up to each column', unit: BURN, floor: 0, series: rates,
          thresholds: [{ value: 1, label: `1× empties it in ${period}` }],
        })}
    ${windows.isInSlices(slo)
      ? html`<p class="muted">Its budget is one of slices of time; what a slice cost cannot be told from its events alone, so there is no burn-down.</p>`
      : chart(app, {
          ...common, id: 'budget', title: 'Budget left', note: 'worked back from now by the bad events since', unit: PERCENT, ceiling: 1,
          series: [{ name: 'budget', values: left }], thresholds: slo.budgetLeft < 0.2 ? [{ value: 0, label: 'spent' }] : [],
        })}
  </section>`;
}

function alertsOf(app, slo) {
  return (app.data.ask('alerts').value?.rows ?? []).filter((alert) => alert.slo === slo.slo);
}

/** When its alerts fired; the API has those that are open. */
function markers(app, slo) {
  return alertsOf(app, slo)
    .filter(({ openedAt }) => openedAt !== undefined)
    .map(({ openedAt, rule }) => ({ at: Date.parse(openedAt), kind: 'alert', label: `alert ${rule}` }));
}

function rules(app, slo) {
  const asked = app.data.ask('alerts');
  return html`<section class="card"><header><h2>Alerts</h2></header>${answered(asked, () => ruleList(app, alertsOf(app, slo)), {
    what: 'alerts',
    retry: app.retry,
    empty: () => alertsOf(app, slo).length === 0 && html`<p class="muted">No rule is open, about to be, or held back.</p>`,
  })}</section>`;
}

function ruleList(app, alerts) {
  return html`<ul class="list">${alerts.map(
    (alert) => html`<li><div class="row"><span class="title">${alert.rule}</span>${health(stateOf(alert.state).health, stateOf(alert.state).word)}
        <span class="muted">${alert.severity}${alert.since ? `, ${since(alert.since, app.now())}` : ''}</span></div>
      <div>${ruleText(alert)}</div>
      ${alert.heldBack ? html`<div class="muted">Held back: ${alert.heldBack}</div>` : nothing}</li>`,
  )}</ul>`;
}

/** What a rule compares: "burns 22× in 1 h and 37× in 5 min, allowed 13×". */
function ruleText({ burnRate, shortBurnRate, threshold, longWindow, shortWindow, bad, total }) {
  if (!longWindow) return `${share(burnRate)} of the budget spent, told at ${share(threshold)}`;
  return `Burnt ${burn(burnRate)} in ${longWindow} and ${burn(shortBurnRate)} in ${shortWindow} at its last change, ${count(bad)} of ${count(total)} bad; allowed ${burn(threshold)}.`;
}

function incidents(app, slo) {
  const asked = app.data.ask('incidents', { since: '7d' });
  const of = ({ rows }) => rows.filter((row) => row.slo === slo.slo || row.affected.includes(slo.slo));
  return html`<section class="card"><header><h2>Incidents of 7 days</h2><a href=${app.href('alerts')}>all</a></header>${answered(
    asked,
    (answer) => html`<ul class="list">${of(answer).map(
      (row) => html`<li><a class="title" href=${app.href('alerts', { incident: row.id })}>${row.cause || row.slo}</a>
        <div class="muted">${row.open ? since(row.began ?? row.openedAt, app.now()) : `${clock(row.began ?? row.openedAt, app.now())} to ${clock(row.closedAt, app.now())}`},
          ${row.slo === slo.slo ? 'about it' : `affected by ${row.slo}`}</div></li>`,
    )}</ul>`,
    { what: 'incidents', retry: app.retry, empty: (answer) => of(answer).length === 0 && html`<p class="muted">None.</p>` },
  )}</section>`;
}

/** Who has the bad events, and how many of them. */
function callers(app, slo) {
  const asks = callersQuestion(slo);
  if (asks === undefined) return nothing;
  const asked = app.data.ask('slis', { ...app.asked(), namespace: undefined, ...asks });
  return html`<section class="stack"><h2>Where the bad events are</h2>${answered(
    asked,
    ({ rows }) => edges(app, rows.filter((row) => row.total > 0 && comesFrom(slo, row))),
    { what: 'its callers', retry: app.retry, empty: ({ rows }) => !rows.some((row) => row.total > 0) && html`<p class="muted">Nobody called it in this range.</p>` },
  )}</section>`;
}

function edges(app, rows) {
  const all = rows.reduce((sum, row) => sum + row.total - row.good, 0);
  const bad = (row) => row.total - row.good;
  const open = (row) => app.select(`edge:${edgeId(row)}`);
  const worst = [...rows].sort((a, b) => bad(b) - bad(a)).slice(0, CALLERS);
  return table({
    caption: `Connections it counts, in this range${rows.length > CALLERS ? `: the worst ${CALLERS} of ${rows.length}` : ''}`,
    hideCaption: rows.length <= CALLERS,
    rows: worst,
    id: edgeId,
    selected: app.address.params.sel?.replace(/^edge:/, ''),
    onOpen: open,
    columns: [
      { key: 'edge', title: 'connection', cell: (row) => opener(`${row.client.label} → ${row.server.label} ${row.protocol}:${row.port}`, () => open(row)) },
      { key: 'bad', title: 'bad', number: true, cell: (row) => html`<a href=${app.href('flows', { q: query(peerTerms('from.', row.client), peerTerms('to.', row.server)) })}>${count(bad(row))}</a>` },
      { key: 'total', title: 'of', number: true, cell: (row) => count(row.total) },
      { key: 'ratio', title: 'bad share', number: true, cell: (row) => share(bad(row) / row.total) },
      { key: 'part', title: 'of all bad', number: true, cell: (row) => (all === 0 ? '' : share(bad(row) / all)) },
    ],
  });
}

function terminal(app, slo) {
  const { range } = app.address;
  const at = range.live ? `--since ${range.span}` : `--since ${range.from}`;
  const quoted = /[^\w.-]/.test(slo.slo) ? `'${slo.slo}'` : slo.slo;
  return html`<section class="stack"><h2>The same in a terminal</h2>
    ${command(app, `weir slo show ${at} ${quoted}`)}
    <p class="muted">What its documents would have told in the past, before they are changed:</p>
    ${command(app, 'weir slo backtest --since 7d slo.yaml')}</section>`;
}
