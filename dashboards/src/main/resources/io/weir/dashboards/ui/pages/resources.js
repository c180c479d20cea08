import { html, nothing } from '../lib/lit-html/lit-html.js';
import { bytes, count, share } from '../app/words.js';
import { KINDS, PRESSURES, resourceHealth, resourceId, resourceName, resourcesAnswer } from '../facts/resources.js';
import { answer } from '../parts/answer.js';
import { choice, matching, narrowed, sorting, textFilter } from '../parts/filters.js';
import { health } from '../parts/health.js';
import { meter } from '../parts/meter.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';

/** Which nodes and containers are under pressure, throttled or OOM-killed. */
export const resources = { title: 'Resources', draw };

const ROWS_MAX = 2000;
const QOS = ['Guaranteed', 'Burstable', 'BestEffort'];

function draw(app) {
  const asked = app.data.ask('resources', app.asked({ service: app.address.params.service, limit: ROWS_MAX }));
  return html`<div class="page"><h1 class="visually-hidden">Resources</h1>${answered(asked, (value) => full(app, value), {
    what: 'resources',
    retry: app.retry,
    empty: ({ rows }) =>
      rows.length === 0 && !app.address.params.service && emptiness('No reading was seen in this range. A collector on each node reads them from the kernel.', './weir resources --since 1h'),
  })}</div>`;
}

function full(app, value) {
  const rows = matching(app, value.rows, {
    kind: (row, kind) => row.kind === kind,
    qos: (row, qos) => row.qosClass === qos,
    node: (row, node) => row.node === node,
  });
  const shown = matching(app, rows, { pressure: (row, pressure) => (pressure === 'any' ? row.pressure : PRESSURES[pressure]?.is(row) ?? false) });
  const counted = (test) => value.rows.filter(test).length;
  const kinds = KINDS.map((kind) => ({ value: kind, title: `${kind}s`, count: counted((row) => row.kind === kind) }));
  const qos = QOS.map((name) => ({ value: name, title: name, count: counted((row) => row.qosClass === name) }));
  const pressures = Object.entries(PRESSURES).map(([name, { title, is }]) => ({ value: name, title, count: rows.filter(is).length }));
  return html`${answer(resourcesAnswer(shown), value)}
    <div class="filters">
      ${choice(app, 'pressure', 'Pressure', [{ value: undefined, title: 'all', count: rows.length }, { value: 'any', title: 'under pressure', count: rows.filter((row) => row.pressure).length }, ...pressures])}
      ${choice(app, 'kind', 'Kind', [{ value: undefined, title: 'any kind' }, ...kinds])}
      ${choice(app, 'qos', 'QoS class', [{ value: undefined, title: 'any QoS class' }, ...qos])}
      ${textFilter(app, 'service', 'Name', 'shop/checkout')} ${narrowed(app, { node: 'node' })}
    </div>
    ${shown.length === 0
      ? html`<p class="muted">Nothing is left with these filters. <a href=${app.href('resources', { pressure: undefined, kind: undefined, qos: undefined, node: undefined, service: undefined })}>Show all</a></p>`
      : list(app, shown)}`;
}

function list(app, rows) {
  const open = (row) => app.select(`resource:${resourceId(row)}`);
  return table({
    caption: 'Nodes, pods, containers and units',
    hideCaption: true,
    rows,
    id: resourceId,
    selected: app.address.params.sel?.replace(/^resource:/, ''),
    onOpen: open,
    ...sorting(app, undefined),
    columns: [
      { key: 'pressure', title: 'State', by: (row) => `${['failing', 'degraded', 'ok'].indexOf(resourceHealth(row))}`, class: 'why', cell: state },
      { key: 'name', title: 'Name', class: 'name', by: resourceName, cell: (row) => name(row, () => open(row)) },
      { key: 'oom', title: 'OOM kills', number: true, by: (row) => row.oomKills, cell: (row) => (row.oomKills > 0 ? html`<span class="amount failing">${count(row.oomKills)}</span>` : html`<span class="muted">0</span>`) },
      { key: 'memory', title: 'Memory', number: true, by: (row) => row.memory?.usedRatio, cell: memory },
      { key: 'cpu', title: 'CPU', number: true, by: (row) => row.cpu?.usedRatio ?? row.cpu?.usedCores, cell: cpu },
      { key: 'throttled', title: 'Throttled', number: true, by: (row) => row.cpu?.throttledRatio, cell: ({ cpu: use }) => ratio(use?.throttledRatio, 0.25) },
      { key: 'stall', title: html`<span title="Share of the last 60 s: some task waited for CPU / all waited for memory / all waited for disks">Waits CPU / mem. / disk</span>`, number: true, by: worstStall, cell: stalls },
      { key: 'node', title: 'Node', by: (row) => row.node, cell: (row) => html`<a class="nowrap" href=${app.href('resources', { node: row.node })}>${row.node}</a>` },
    ],
  });
}

function state(row) {
  return html`${health(resourceHealth(row), row.pressure ? 'under pressure' : 'no pressure')}<span class="sub">${row.why}</span>`;
}

function name(row, open) {
  return html`${opener(resourceName(row), open)}<span class="sub">${row.kind}${row.qosClass ? `, ${row.qosClass}` : ''}</span>
    ${row.pod && row.pod !== row.name ? html`<span class="sub">${row.pod}</span>` : nothing}`;
}

function memory({ memory: use }) {
  if (!use) return html`<span class="muted">–</span>`;
  const limit = use.limitBytes > 0 ? html`<span class="sub">of ${bytes(use.limitBytes)}</span>` : html`<span class="sub">no limit</span>`;
  return html`<span class="nowrap">${bytes(use.workingSetBytes)}</span>${limit}${use.usedRatio === undefined ? nothing : meter(use.usedRatio, use.usedRatio >= 0.9 ? 'failing' : 'ok')}`;
}

function cpu({ cpu: use }) {
  if (use?.usedCores === undefined) return html`<span class="muted">–</span>`;
  const limit = use.limitCores === undefined ? html`<span class="sub">no limit</span>` : html`<span class="sub">of ${cores(use.limitCores)}</span>`;
  return html`<span class="nowrap">${cores(use.usedCores)}</span>${limit}${use.usedRatio === undefined ? nothing : meter(use.usedRatio)}`;
}

function cores(n) {
  return `${Number(n.toPrecision(2))} ${n === 1 ? 'core' : 'cores'}`;
}

function ratio(value, bad) {
  if (value === undefined) return html`<span class="muted">–</span>`;
  return html`<span class="amount ${value >= bad ? 'degraded' : ''}">${share(value)}</span>`;
}

function worstStall({ cpuStall, memoryStall, ioStall }) {
  const all = [cpuStall?.some, memoryStall?.full, ioStall?.full].filter((value) => value !== undefined);
  return all.length === 0 ? undefined : Math.max(...all);
}

function stalls({ cpuStall, memoryStall, ioStall }) {
  if (!cpuStall && !memoryStall && !ioStall) return html`<span class="muted">–</span>`;
  return html`<span class="nowrap">${ratio(cpuStall?.some, 0.5)} / ${ratio(memoryStall?.full, 0.02)} / ${ratio(ioStall?.full, 0.1)}</span>`;
}
