import { html, nothing } from '../lib/lit-html/lit-html.js';
import { clock, duration, exact, zone } from '../app/words.js';
import { chart } from '../parts/chart.js';
import { GLYPHS } from '../parts/plot.js';
import { answered, completeness, skeleton } from '../parts/states.js';
import { BURN, counts as counting, PERCENT } from '../parts/units.js';
import * as windows from '../parts/windows.js';
import { callersQuestion, comesFrom, counts, question } from '../slo/selector.js';
import { windowSeconds } from '../slo/words.js';
import { dropColumns, dropSpan, involved, markers, podOf, pressureColumns, servers, slices, span } from './scene.js';

const SLICES = 24;
const READINGS = 8;
const SERIES = 4;
/** What stands beside the objective need not be of this very second: it is many questions. */
const ASIDE_MS = 20_000;

/**
 * What happened, on one axis of time: the objective, its burn and its callers, then whatever else went wrong in the services that the
 * causes name. Lanes without anything wrong are named in one line.
 */
export function lanes(app, incident, slo) {
  const fixed = app.address.range;
  const range = span(incident, app.now(), fixed.live ? undefined : Date.parse(fixed.to));
  const cause = incident.causes[Number(app.address.params.cause) - 1];
  const evidence = cause?.evidence[0];
  const scene = {
    app,
    incident,
    slo,
    range,
    asked: { since: range.since, until: range.until },
    every: range.until === undefined ? ASIDE_MS : Infinity,
    markers: markers(incident, app.data.ask('alerts').value?.rows ?? []),
    focus: evidence && { from: Date.parse(evidence.from), to: Date.parse(evidence.to) },
    servers: servers(incident, slo),
    involved: involved(incident, slo),
  };
  const own = objective(scene);
  const counted = [indicator(scene, CONNECTS), indicator(scene, RESETS), indicator(scene, DNS), probes(scene)];
  // These are many questions: they are asked last, and shown where they belong.
  const others = [drops(scene), ...counted, pressure(scene)];
  const calm = others.filter(({ calm: none }) => none).map(({ title }) => title.toLowerCase());
  return html`<section class="stack lanes" aria-label="What happened">
    <div class="row"><h2>What happened</h2><span class="muted">${clock(range.from, app.now())} to ${clock(range.to, app.now())}, ${zone()}</span></div>
    <ul class="events">${scene.markers.map(
      ({ at, kind, label }) => html`<li><span class="glyph ${kind}" aria-hidden="true">${GLYPHS[kind]}</span>
        <time datetime=${new Date(at).toISOString()}>${clock(at, app.now(), true)}</time> ${label}</li>`,
    )}</ul>
    ${own} ${others.map(({ content }) => content ?? nothing)}
    ${calm.length > 0 ? html`<p class="muted">Nothing in this time: ${calm.join(', ')}.</p>` : nothing}
  </section>`;
}

/** What all lanes have in common. */
function common({ range, markers: shown, focus }) {
  return { from: range.from, to: range.to, markers: shown, focus, low: true };
}

function objective(scene) {
  const { app, slo, asked, every } = scene;
  const asks = slo && question(slo);
  if (!asks) return html`<p class="muted">The objective is gone, or does not say what it counts: its course cannot be shown.</p>`;
  const course = app.data.ask('slis', { ...asks, ...asked }, { every: every === Infinity ? every : 0 });
  const calls = callersQuestion(slo);
  const callers = calls && app.data.ask('slis', { ...calls, ...asked }, { every });
  return html`${answered(course, (answer) => courseOf(scene, answer), { what: 'the course of the objective', retry: app.retry })}
    ${callers ? answered(callers, (answer) => callersOf(scene, answer), { what: 'its callers', retry: app.retry }) : nothing}`;
}

function courseOf(scene, answer) {
  const { app, slo } = scene;
  const all = windows.gridOf(answer, answer.rows.filter((row) => counts(slo, row)));
  const shape = { ...common(scene), stepMs: all.stepMs, starts: all.starts, spans: windows.spans(all, answer.info) };
  const shortest = slo.burn[0]?.window;
  return html`${completeness(answer.info)}
    ${chart(app, {
      ...shape, id: 'sli', title: 'Good events', note: step(all), kind: 'line', unit: PERCENT, ceiling: 1,
      series: [{ name: 'good', values: windows.ratios(all) }], thresholds: [{ value: slo.objective, label: `objective ${exact(slo.objective)}` }],
    })}
    ${shortest === undefined || windowSeconds(shortest) * 1000 < all.stepMs
      ? nothing
      : chart(app, {
          ...shape, id: 'burn', title: 'Burn rate', note: `in ${shortest}`, kind: 'line', unit: BURN, floor: 0,
          series: [{ name: shortest, values: windows.burns(all, slo.objective, windowSeconds(shortest)) }],
          thresholds: [{ value: 1, label: `1× empties it in ${duration(slo.periodSeconds)}` }],
        })}`;
}

const step = ({ stepMs }) => `${duration(stepMs / 1000)} a column`;

function callersOf(scene, answer) {
  const rows = answer.rows.filter((row) => row.client !== undefined && comesFrom(scene.slo, row));
  const series = windows.largest(rows.map((row) => ({ name: row.client.label, values: windows.gridOf(answer, [row]).bad })), SERIES);
  return series.length === 0 ? nothing : stack(scene, answer, { id: 'callers', title: 'Affected callers', unit: counting('bad'), series });
}

function stack(scene, answer, what) {
  const all = windows.gridOf(answer);
  // Of a stack the foot is seen: what is silent needs no dots there.
  const spans = windows.spans(all, answer.info).filter(({ kind }) => kind !== 'silent');
  return chart(scene.app, { ...common(scene), kind: 'stack', floor: 0, note: step(all), stepMs: all.stepMs, starts: all.starts, spans, ...what });
}

const CONNECTS = { id: 'connects', title: 'Unanswered and refused connects', indicator: 'tcp-connect', unit: counting('failed'), what: 'connects' };
const RESETS = { id: 'resets', title: 'Connections that were reset', indicator: 'tcp-stability', unit: counting('reset'), what: 'resets' };
const DNS = { id: 'dns', title: 'DNS errors', indicator: 'dns-availability', unit: counting('failed'), what: 'DNS errors', by: 'edge' };

/** Bad events of an indicator, of each of the servers that the causes name; of DNS the queries of whoever is involved. */
function indicator(scene, { id, title, indicator: name, unit, what, by }) {
  const { app, asked, every } = scene;
  const services = by === 'edge' ? scene.involved.slice(0, SERIES) : scene.servers;
  const answers = services.map((service) => ({ service, asked: app.data.ask('slis', { indicator: name, service, by: by ?? 'service', ...asked }, { every }) }));
  const bad = answers.find(({ asked: { error, value } }) => error !== undefined && value === undefined);
  if (bad) return { title, content: lane(title, answered(bad.asked, () => nothing, { what, retry: app.retry })) };
  if (answers.some(({ asked: { value } }) => value === undefined)) return { title, content: lane(title, skeleton(what)) };
  const series = answers.map(({ service, asked: { value } }) => ({ name: service, values: windows.gridOf(value, unseen(value.rows, answers, service)).bad }));
  const shown = windows.largest(series, SERIES);
  if (shown.length === 0) return { title, calm: true };
  const longest = answers.reduce((a, b) => (b.asked.value.info.from < a.asked.value.info.from ? b : a)).asked.value;
  return { title, content: stack(scene, longest, { id, title, unit, series: shown }) };
}

/** Rows that no service before this one had: a connection between two of them is in the answers of both. */
function unseen(rows, answers, service) {
  const before = answers.slice(0, answers.findIndex((one) => one.service === service)).map((one) => one.service);
  return rows.filter(({ client, server }) => server === undefined || !before.some((one) => client?.label === one || server.label === one));
}

function lane(title, content) {
  return html`<section><h3>${title}</h3>${content}</section>`;
}

function probes(scene) {
  const { app, asked, every } = scene;
  const title = 'Failing probes';
  const namespaces = [...new Set(scene.involved.map((service) => service.split('/')).filter((parts) => parts.length > 1).map(([namespace]) => namespace))];
  const namespace = namespaces.length === 1 ? namespaces[0] : undefined;
  const all = app.data.ask('slis', { indicator: 'probe', namespace, ...asked }, { every });
  const content = answered(
    all,
    (answer) => {
      const rows = answer.rows.filter(({ probe }) => podOf(scene.involved, ...probe.split('/')));
      const series = windows.largest(rows.map((row) => ({ name: row.probe, values: windows.gridOf(answer, [row]).bad })), SERIES);
      return series.length === 0 ? undefined : stack(scene, answer, { id: 'probes', title, unit: counting('failed'), series });
    },
    { what: 'probes', retry: app.retry },
  );
  const none = all.value !== undefined && all.error === undefined && !all.value.rows.some((row) => row.good < row.total && podOf(scene.involved, ...row.probe.split('/')));
  return none ? { title, calm: true } : { title, content: all.value === undefined ? lane(title, content) : content };
}

/** Drops come without windows: they are asked for slice by slice, in the time in which there were some. */
function drops(scene) {
  const { app, asked, every, involved: services } = scene;
  const title = 'Drops';
  const all = app.data.ask('drops', { ...asked, limit: 1000 }, { every });
  if (all.value === undefined) return { title, content: lane(title, answered(all, () => nothing, { what: 'drops', retry: app.retry })) };
  const within = dropSpan(all.value.rows, services);
  if (within === undefined) return { title, calm: true };
  return sliced(scene, { id: 'drops', title, question: 'drops', max: SLICES, unit: counting('drops'), of: dropColumns, within });
}

function pressure(scene) {
  return sliced(scene, { id: 'pressure', title: 'Nodes and pods under pressure', question: 'resources', max: READINGS, unit: counting('under pressure'), of: pressureColumns, within: scene.range });
}

const NOT_ASKED = { value: { rows: [] } };

function sliced(scene, { id, title, question: about, max, unit, of, within }) {
  const { app, range, involved: services } = scene;
  const { stepMs, parts } = slices(range, max, app.now());
  const asked = (part) => part.at + stepMs > within.from && part.at <= within.to;
  const ask = ({ since, until, settled }) => app.data.ask(about, { since, until, limit: 500 }, { every: settled ? Infinity : ASIDE_MS });
  const answers = parts.map((part) => (asked(part) ? ask(part) : NOT_ASKED));
  const failed = answers.find(({ error, value }) => error !== undefined && value === undefined);
  if (failed) return { title, content: lane(title, answered(failed, () => nothing, { what: title.toLowerCase(), retry: app.retry })) };
  // The newest slice may just have begun; the others are there.
  if (answers.slice(0, -1).some(({ value }) => value === undefined)) return { title, content: lane(title, skeleton(title.toLowerCase())) };
  const series = windows.largest(of(answers.map(({ value }) => value), services), SERIES);
  if (series.length === 0) return { title, calm: true };
  return {
    title,
    content: chart(app, { ...common(scene), id, title, unit, kind: 'stack', floor: 0, note: `${duration(stepMs / 1000)} a column`, stepMs, starts: parts.map(({ at }) => at), series, spans: [] }),
  };
}
