import { html, nothing } from '../lib/lit-html/lit-html.js';
import { count, millis, share } from '../app/words.js';
import { dnsAnswer, dnsHealth, dnsId, dnsQuery, nameAnswer, plainName, rcodes } from '../facts/dns.js';
import { answer } from '../parts/answer.js';
import { choice, sorting, textFilter } from '../parts/filters.js';
import { health } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';

/** Which services have DNS problems, and who asks for which name. */
export const dns = { title: 'DNS', draw };

const ROWS_MAX = 1000;
const NAMES_SHOWN = 3;

function draw(app) {
  const { name, service } = app.address.params;
  const asked = app.data.ask('dns', app.asked({ name, service, limit: ROWS_MAX }));
  return html`<div class="page"><h1 class="visually-hidden">DNS</h1>${answered(asked, (value) => full(app, value), { what: 'DNS', retry: app.retry })}</div>`;
}

function full(app, value) {
  const { name, health: wanted } = app.address.params;
  const hit = value.rows.filter((row) => ['failing', 'degraded'].includes(dnsHealth(row)));
  const shown = wanted === 'hit' ? hit : value.rows;
  return html`${answer(name ? nameAnswer(value.rows, name) : dnsAnswer(value.rows), value)}
    <div class="filters">
      ${choice(app, 'health', 'Health', [
        { value: undefined, title: 'all clients', count: value.rows.length },
        { value: 'hit', title: 'with problems', count: hit.length },
      ])}
      ${textFilter(app, 'name', 'Who asked for', 'part of a name')} ${textFilter(app, 'service', 'Service', 'shop/checkout')}
    </div>
    ${shown.length === 0 ? none(app) : list(app, shown)}`;
}

function none(app) {
  const { name, service, health: wanted } = app.address.params;
  return name || service || wanted
    ? html`<p class="muted">Nothing is left with these filters. <a href=${app.href('dns', { name: undefined, service: undefined, health: undefined })}>Show all</a></p>`
    : emptiness('No DNS was seen in this range. Names are seen where a DNS policy makes Cilium look at queries, or by a host collector.', './weir dns --since 1h');
}

function list(app, rows) {
  const open = (row) => app.select(`dns:${dnsId(row)}`);
  const flows = (row) => app.href('flows', { q: dnsQuery(row) });
  const byName = app.address.params.name !== undefined;
  return table({
    caption: byName ? 'Clients that asked for it; the numbers are those of all their names' : 'Clients and their resolvers',
    hideCaption: !byName,
    rows,
    id: dnsId,
    selected: app.address.params.sel?.replace(/^dns:/, ''),
    onOpen: open,
    ...sorting(app, 'errors'),
    columns: [
      { key: 'client', title: 'Client', class: 'name', by: (row) => row.client.label, cell: (row) => opener(row.client.label, () => open(row)) },
      { key: 'server', title: 'Resolver', by: (row) => row.server.label, cell: (row) => html`<span class="nowrap">${row.server.label}</span><span class="sub">${row.protocol}:${row.port}</span>` },
      { key: 'queries', title: 'Queries', number: true, by: (row) => row.queries, cell: (row) => html`<a href=${flows(row)}>${count(row.queries)}</a>` },
      { key: 'errors', title: 'Failed', number: true, by: (row) => row.failed, cell: failedCell },
      { key: 'answers', title: 'Answers', cell: (row) => rcodes(row.answers).map(({ code, n, wrong }) => html`<span class="sub nowrap ${wrong ? 'amount failing' : ''}">${count(n)} ${code}</span>`) },
      { key: 'p50', title: 'p50', number: true, by: (row) => row.latency?.p50Ms, cell: (row) => (row.latency ? millis(row.latency.p50Ms) : '–') },
      { key: 'p99', title: 'p99', number: true, by: (row) => row.latency?.p99Ms, cell: (row) => (row.latency ? millis(row.latency.p99Ms) : '–') },
      { key: 'names', title: 'Names', class: 'names', cell: (row) => names(app, row, () => open(row)) },
    ],
  });
}

function failedCell(row) {
  const state = dnsHealth(row);
  if (row.failed === 0) return html`<span class="muted">none</span>`;
  const text = `${count(row.failed)} (${share(row.failedRatio)})`;
  return html`${state === 'ok' ? text : health(state, text)}<span class="sub nowrap">${row.unanswered > 0 ? `${count(row.unanswered)} unanswered` : ''}</span>`;
}

function names(app, row, open) {
  const more = row.names.length - NAMES_SHOWN;
  return html`${row.names.slice(0, NAMES_SHOWN).map(({ name }) => html`<a class="sub" href=${app.href('dns', { name: plainName(name), health: undefined })} title="Who asks for it">${plainName(name)}</a>`)}
    ${more > 0 ? html`<button class="button plain row-open" @click=${open}>${more} more</button>` : nothing}`;
}
