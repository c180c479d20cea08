import { html, nothing } from '../lib/lit-html/lit-html.js';
import { bytes, clock, count, share } from '../app/words.js';
import { resourceHealth, resourceId, resourceName, resourceQuery } from '../facts/resources.js';
import { probeHealth, probeName, probeState } from '../facts/probes.js';
import { health } from '../parts/health.js';
import { meter } from '../parts/meter.js';
import { answered } from '../parts/states.js';
import { command, head } from './parts.js';

/** One node, pod, container or unit by its newest reading. */
export function resourcePanel(app, id) {
  const asked = app.data.ask('resources', app.asked({ limit: 2000 }));
  const row = asked.value?.rows.find((candidate) => resourceId(candidate) === id);
  return html`
    ${head(app, row ? `${row.kind} ${resourceName(row)}` : id, row && html`<div class="row">${health(resourceHealth(row), row.pressure ? 'under pressure' : 'no pressure')}<span class="muted">${row.kind === 'node' ? '' : `on ${row.node}`}${row.qosClass ? `, ${row.qosClass}` : ''}</span></div>`)}
    <div class="panel-body">${answered(asked, ({ rows }) => (row ? full(app, row, rows) : html`<p class="muted">No reading in this range.</p>`), { what: 'the reading', retry: app.retry })}</div>`;
}

function full(app, row, rows) {
  const query = resourceQuery(row);
  return html`
    <section><p>${row.why || 'Nothing is past its limit.'}</p><p class="muted">Read at ${clock(row.at, app.now(), true)}.</p></section>
    <section><dl class="facts">
      ${row.pod ? html`<dt>pod</dt><dd>${row.namespace}/${row.pod}</dd><dd></dd>` : nothing}
      <dt>OOM kills</dt><dd class=${row.oomKills > 0 ? 'failing' : ''}>${count(row.oomKills)} in the last hour</dd><dd></dd>
      ${memory(row.memory)} ${cpu(row.cpu)} ${stall('waits for CPU', row.cpuStall, 'some')} ${stall('waits for memory', row.memoryStall, 'full')} ${stall('waits for disks', row.ioStall, 'full')}
    </dl></section>
    ${disks(row)} ${neighbours(app, row, rows)} ${probes(app, row)}
    ${query ? html`<section><p><a href=${app.href('flows', { q: query, sel: undefined })}>Flows of this pod</a></p></section>` : nothing}
    <section><h3>The same in a terminal</h3>${command(app, `weir resources${row.namespace ? ` -n ${row.namespace}` : ''}`)}</section>`;
}

function memory(use) {
  if (!use) return nothing;
  const limit = use.limitBytes > 0 ? `${bytes(use.workingSetBytes)} of ${bytes(use.limitBytes)}` : `${bytes(use.workingSetBytes)}, no limit`;
  return html`<dt>memory</dt><dd>${limit}${use.usedRatio === undefined ? '' : ` (${share(use.usedRatio)})`}</dd><dd>${use.usedRatio === undefined ? nothing : meter(use.usedRatio, use.usedRatio >= 0.9 ? 'failing' : 'ok')}</dd>
    ${use.swapBytes > 0 ? html`<dt>swap</dt><dd>${bytes(use.swapBytes)}</dd><dd></dd>` : nothing}`;
}

function cpu(use) {
  if (!use) return nothing;
  const used = use.usedCores === undefined ? 'first reading' : `${Number(use.usedCores.toPrecision(2))} cores`;
  return html`<dt>CPU</dt><dd>${used}${use.limitCores === undefined ? ', no limit' : ` of ${use.limitCores}`}</dd><dd>${use.usedRatio === undefined ? nothing : meter(use.usedRatio)}</dd>
    ${use.throttledRatio === undefined ? nothing : html`<dt>throttled</dt><dd class=${use.throttledRatio >= 0.25 ? 'degraded' : ''}>in ${share(use.throttledRatio)} of its periods</dd><dd>${meter(use.throttledRatio, use.throttledRatio >= 0.25 ? 'degraded' : 'ok')}</dd>`}`;
}

/** Pressure stall information, of the last 60 s. */
function stall(name, value, which) {
  if (!value) return nothing;
  return html`<dt>${name}</dt><dd>${which === 'full' ? 'all tasks' : 'some task'} ${share(value[which])} of the time</dd><dd>${meter(value[which])}</dd>`;
}

function disks(row) {
  if (row.disks.length === 0) return nothing;
  return html`<section><h3>File systems</h3><dl class="facts">${row.disks.map(
    (disk) => html`<dt>${disk.mount}</dt><dd class=${disk.usedRatio >= 0.9 ? 'degraded' : ''}>${bytes(disk.availableBytes)} free of ${bytes(disk.capacityBytes)}${disk.inodesUsedRatio >= 0.95 ? `, ${share(disk.inodesUsedRatio)} of its inodes used` : ''}</dd>
      <dd>${disk.usedRatio === undefined ? nothing : meter(disk.usedRatio, disk.usedRatio >= 0.9 ? 'degraded' : 'ok')}</dd>`,
  )}</dl></section>`;
}

/** What else is under pressure on the same node: neighbours explain each other. */
function neighbours(app, row, rows) {
  const others = rows.filter((other) => other.node === row.node && other.pressure && resourceId(other) !== resourceId(row));
  return html`<section><h3>On the same node</h3>${others.length === 0
    ? html`<p class="muted">Nothing else is under pressure. <a href=${app.href('resources', { node: row.node })}>All of ${row.node}</a></p>`
    : html`<ul class="list">${others.slice(0, 10).map((other) => html`<li><a class="title" href=${app.href(app.address.page, { sel: `resource:${resourceId(other)}` })}>${other.kind} ${resourceName(other)}</a><div class="muted">${other.why}</div></li>`)}</ul>
        <p><a href=${app.href('resources', { node: row.node })}>All of ${row.node}</a></p>`}</section>`;
}

function probes(app, row) {
  if (!row.pod) return nothing;
  const found = (app.data.ask('probes', app.asked({ limit: 2000 })).value?.rows ?? []).filter(({ pod, namespace }) => pod === row.pod && namespace === row.namespace);
  if (found.length === 0) return nothing;
  return html`<section><h3>Its probes</h3><ul class="list">${found.map((probe) => html`<li><a class="title" href=${app.href('probes', { sel: `probe:${probe.id}` })}>${probeName(probe)}</a> ${health(probeHealth(probe), probeState(probe))}</li>`)}</ul></section>`;
}
