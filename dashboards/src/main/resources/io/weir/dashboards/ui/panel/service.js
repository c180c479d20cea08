import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, counted, share, since } from '../app/words.js';
import { health, layerName } from '../parts/health.js';
import { answered } from '../parts/states.js';
import { peerTerms, query } from '../flows/query.js';
import { before } from '../app/before.js';
import { command, head, layerLine, numbers, peerOf } from './parts.js';

/** A service: how it does as a server, whom it calls, what else could explain it. */
export function servicePanel(app, id) {
  const peer = peerOf(id);
  const asked = app.data.ask('services', { ...app.asked(), namespace: undefined, service: peer.label });
  const past = app.data.ask('services', { ...before(app), service: peer.label });
  const same = (rows) => rows?.find(({ service }) => service.kind === peer.kind && service.cluster === peer.cluster && service.label === peer.label);
  const row = same(asked.value?.rows);
  return html`
    ${head(app, peer.label, html`<div class="row muted"><span>${peer.kind}${peer.cluster ? ` in ${peer.cluster}` : ''}</span>${row ? health(row.health, row.health === 'failing' ? layerName(row.layer) : undefined) : nothing}</div>`)}
    <div class="panel-body">
      ${answered(asked, () => (row ? asServer(app, row, same(past.value?.rows), peer) : html`<p class="muted">Nothing called it in this range.</p>`), { what: 'the service', retry: app.retry })}
      ${edges(app, peer)} ${objectives(app, peer)} ${drops(app, peer)} ${probes(app, peer)} ${resources(app, peer)}
      <section><h3>The same in a terminal</h3>${command(app, `weir edges --service ${peer.label}${times(app)}`)}</section>
    </div>`;
}

function times(app) {
  const { range } = app.address;
  return range.live ? ` --since ${range.span}` : ` --since ${range.from} --until ${range.to}`;
}

function asServer(app, row, past, peer) {
  return html`<section>${layerLine(row)}
    <p class="muted">${counted(row.callers, 'caller')}${row.failingCallers > 0 ? `, ${row.failingCallers} of them hit` : ''}; on ${row.ports.join(', ')}</p>
    ${numbers(row, past, (more) => app.href('flows', { q: query(peerTerms('to.', peer), more), sel: undefined }))}</section>`;
}

function edges(app, peer) {
  const asked = app.data.ask('edges', { ...app.asked(), namespace: undefined, service: peer.label, limit: 40 });
  return html`<section><h3>Connections</h3>${answered(
    asked,
    ({ rows }) => html`<ul class="list">${rows.map((row) => {
      const out = row.client.label === peer.label;
      return html`<li><a class="title" href=${app.href(app.address.page, { sel: `edge:${edgeId(row)}` })}>${out ? '→' : '←'} ${(out ? row.server : row.client).label}
        ${row.protocol}:${row.port}</a> ${row.health === 'ok' ? nothing : health(row.health, layerName(row.layer))}
        ${row.health === 'ok' ? nothing : html`<div class="muted">${row.why}</div>`}</li>`;
    })}</ul>`,
    { what: 'connections', retry: app.retry, empty: ({ rows }) => rows.length === 0 && html`<p class="muted">None in this range.</p>` },
  )}</section>`;
}

/** The id that the map has for a row of `edges`. */
export function edgeId(row) {
  const id = ({ cluster, namespace, kind, name }) => [cluster, namespace, kind, name].join('/');
  return `${id(row.client)}|${id(row.server)}|${row.protocol}:${row.port}`;
}

function objectives(app, peer) {
  const rows = (app.data.ask('slos').value?.rows ?? []).filter(
    ({ selector }) => selector?.server?.endsWith(`/${peer.name}`) && selector.server.includes(`/${peer.namespace}/`),
  );
  if (rows.length === 0) return nothing;
  return html`<section><h3>Objectives</h3><ul class="list">${rows.map(
    (row) => html`<li class="row"><a class="title" href=${app.href('slos', { sel: undefined, slo: row.slo })}>${row.slo}</a>
      ${row.burning ? health('failing', row.state) : health('ok', row.state)}<span class="muted">${share(Math.max(0, row.budgetLeft))} of its budget left</span></li>`,
  )}</ul></section>`;
}

function drops(app, peer) {
  const rows = app.data.ask('drops', { ...app.asked(), namespace: undefined, service: peer.label, limit: 10 }).value?.rows ?? [];
  if (rows.length === 0) return nothing;
  return html`<section><h3>Drops</h3><ul class="list">${rows.map(
    (row) => html`<li><span class="title">${row.source.label} → ${row.destination.label}</span> <span class="muted">${count(row.count)}, ${since(row.firstSeen, app.now())}</span>
      <div>${row.happened} ${row.policies.length > 0 ? html`<strong>${row.policies.join(', ')}</strong>` : nothing}</div><div class="muted">${row.next}</div></li>`,
  )}</ul></section>`;
}

function probes(app, peer) {
  const rows = (app.data.ask('probes', { ...app.asked(), namespace: peer.namespace, limit: 200 }).value?.rows ?? []).filter((row) => row.pod?.startsWith(`${peer.name}-`));
  if (rows.length === 0) return nothing;
  const failing = rows.filter((row) => row.state !== 'healthy');
  return html`<section><h3>Probes</h3>${failing.length === 0
    ? html`<p class="muted">${counted(rows.length, 'probe')}, all healthy.</p>`
    : html`<ul class="list">${failing.map((row) => html`<li><span class="title">${row.type} of ${row.pod}</span> ${health('failing', row.state)}<div class="muted">${row.message}, ${since(row.stateSince, app.now())}</div></li>`)}</ul>`}</section>`;
}

function resources(app, peer) {
  const rows = (app.data.ask('resources', { ...app.asked(), namespace: peer.namespace, limit: 200 }).value?.rows ?? []).filter((row) => row.pod?.startsWith(`${peer.name}-`));
  if (rows.length === 0) return nothing;
  const pressed = rows.filter((row) => row.pressure);
  return html`<section><h3>Resources</h3>${pressed.length === 0
    ? html`<p class="muted">${counted(rows.length, 'container')}, none under pressure.</p>`
    : html`<ul class="list">${pressed.map((row) => html`<li><span class="title">${row.pod}</span> <span class="muted">on ${row.node}</span><div>${row.why}</div></li>`)}</ul>`}</section>`;
}
