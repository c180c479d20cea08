import { html, nothing } from '../lib/lit-html/lit-html.js';
import { counted, duration, share, since } from '../app/words.js';
import { health, layerName } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';

/** The landing page: what is broken, since when, who is hit and why; calm when nothing is. */
export const overview = { title: 'Overview', draw };

const WORST = 6;

function draw(app) {
  return html`<div class="page">
    <h1 class="visually-hidden">Overview</h1>
    ${answer(app)}
    <div class="cards">${incidents(app)}${burning(app)}${services(app)}${drops(app)}${probes(app)}${pressure(app)}</div>
  </div>`;
}

/** The worst open incident in a sentence, else the worst edge, else that all is well. */
function answer(app) {
  const incidents = app.data.ask('incidents');
  const edges = app.data.ask('map', { ...app.asked() });
  return answered(
    edges,
    (map) => {
      const open = (incidents.value?.rows ?? []).filter((incident) => incident.open);
      if (open.length > 0) return incidentSentence(app, open);
      const failing = map.edges.filter((edge) => edge.health === 'failing').length;
      const degraded = map.edges.filter((edge) => edge.health === 'degraded').length;
      if (map.edges.length === 0) {
        return emptiness('No traffic was seen in this range. A collector on each node sends it; without a cluster, try the made one.', './weir up --demo');
      }
      const state = failing > 0 ? 'failing' : degraded > 0 ? 'degraded' : 'ok';
      return html`<p class="answer ${state}">${state === 'ok' ? calm(map) : `No incident is open. ${map.summary}`}</p>`;
    },
    { what: 'what is broken', retry: app.retry },
  );
}

function calm(map) {
  return `Nothing is failing: ${counted(map.nodes.length, 'service')} and ${counted(map.edges.length, 'connection')} between them look healthy.`;
}

function incidentSentence(app, open) {
  const worst = open.find((incident) => incident.severity === 'page') ?? open[0];
  const hit = worst.callers > 0 ? ` for ${worst.callersHit} of ${counted(worst.callers, 'caller')}` : '';
  return html`<p class="answer failing">
    <strong>${worst.service || worst.slo}</strong> is failing${hit} ${since(worst.began ?? worst.openedAt, app.now())}.
    ${worst.cause ? html`Most likely: ${ended(worst.cause)}` : 'No cause was found.'}
    <a href=${app.href('alerts', { incident: worst.id })}>See the evidence</a>${open.length > 1
      ? html`, or <a href=${app.href('alerts')}>${counted(open.length - 1, 'more open incident')}</a>`
      : nothing}.
  </p>`;
}

const ended = (sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

function card(title, more, content) {
  return html`<section class="card"><header><h2>${title}</h2>${more}</header>${content}</section>`;
}

function incidents(app) {
  const asked = app.data.ask('incidents');
  return card(
    'Open incidents',
    html`<a href=${app.href('alerts')}>all</a>`,
    answered(
      asked,
      ({ rows }) => html`<ul class="list">${rows.filter((row) => row.open).slice(0, WORST).map(
        (row) => html`<li><a class="title" href=${app.href('alerts', { incident: row.id })}>${row.slo}</a>
          <span class="muted">${row.severity}, ${since(row.began ?? row.openedAt, app.now())}</span>
          <div>${row.cause || 'No cause found.'}</div></li>`,
      )}</ul>`,
      { what: 'incidents', retry: app.retry, empty: ({ rows }) => !rows.some((row) => row.open) && html`<p class="muted">None.</p>` },
    ),
  );
}

function burning(app) {
  const asked = app.data.ask('slos');
  const order = (a, b) => b.burning - a.burning || a.budgetLeft - b.budgetLeft;
  return card(
    'Objectives',
    html`<a href=${app.href('slos')}>all</a>`,
    answered(
      asked,
      ({ rows }) => html`<ul class="list">${[...rows].sort(order).slice(0, WORST).map(
        (row) => html`<li class="row"><a class="title" href=${app.href('slos', { slo: row.slo })}>${row.slo}</a>
          ${row.burning ? health('failing', row.state) : health(row.state === 'ok' ? 'ok' : 'unknown', row.state)}
          <span class="muted">${share(Math.max(0, row.budgetLeft))} of its budget left${emptyIn(row)}</span></li>`,
      )}</ul>`,
      {
        what: 'objectives',
        retry: app.retry,
        empty: ({ rows }) => rows.length === 0 && emptiness('No objective is defined.', './weir slo suggest > slo.yaml && ./weir slo apply slo.yaml'),
      },
    ),
  );
}

/** How long the budget lasts at the burn of the shortest window. */
function emptyIn(row) {
  const rate = row.burn?.[0]?.rate ?? 0;
  if (!row.burning || rate <= 0 || row.budgetLeft <= 0) return '';
  return `, empty in ${duration((row.budgetLeft * row.periodSeconds) / rate)}`;
}

function services(app) {
  const asked = app.data.ask('map', app.asked());
  return card(
    'Worst services',
    html`<a href=${app.href('map')}>map</a>`,
    answered(
      asked,
      ({ nodes }) => html`<ul class="list">${nodes
        .filter((node) => node.health === 'failing' || node.health === 'degraded')
        .sort((a, b) => (a.health === b.health ? 0 : a.health === 'failing' ? -1 : 1))
        .slice(0, WORST)
        .map(
          (node) => html`<li><a class="title" href=${app.href('map', { sel: `service:${node.id}` })}>${node.label}</a> ${health(node.health, layerName(node.layer))}
            <div class="muted">${node.why}</div></li>`,
        )}</ul>`,
      {
        what: 'services',
        retry: app.retry,
        empty: ({ nodes }) => !nodes.some((node) => node.health === 'failing' || node.health === 'degraded') && html`<p class="muted">All healthy.</p>`,
      },
    ),
  );
}

function drops(app) {
  const asked = app.data.ask('drops', app.asked({ limit: WORST }));
  return card(
    'Drops',
    html`<a href=${app.href('drops')}>all</a>`,
    answered(
      asked,
      ({ rows }) => html`<ul class="list">${rows.map(
        (row) => html`<li><a class="title" href=${app.href('drops')}>${row.source.label} → ${row.destination.label}</a>
          <span class="muted">${counted(row.count, 'packet')}, ${since(row.firstSeen, app.now())}</span>
          <div>${row.happened} ${row.policies.length > 0 ? html`<span class="muted">${row.policies.join(', ')}</span>` : nothing}</div></li>`,
      )}</ul>`,
      { what: 'drops', retry: app.retry, empty: ({ rows }) => rows.length === 0 && html`<p class="muted">No packet was dropped.</p>` },
    ),
  );
}

function probes(app) {
  const asked = app.data.ask('probes', app.asked({ limit: 50 }));
  return card(
    'Failing probes',
    html`<a href=${app.href('probes')}>all</a>`,
    answered(
      asked,
      ({ rows }) => html`<ul class="list">${rows.filter((row) => row.state !== 'healthy').slice(0, WORST).map(
        (row) => html`<li><a class="title" href=${app.href('probes')}>${row.id}</a> ${health('failing', row.state)}
          <div class="muted">${row.message || row.failure}, ${since(row.stateSince, app.now())}</div></li>`,
      )}</ul>`,
      { what: 'probes', retry: app.retry, empty: ({ rows }) => !rows.some((row) => row.state !== 'healthy') && html`<p class="muted">None.</p>` },
    ),
  );
}

function pressure(app) {
  const asked = app.data.ask('resources', app.asked({ limit: 50 }));
  return card(
    'Under pressure',
    html`<a href=${app.href('resources')}>all</a>`,
    answered(
      asked,
      ({ rows }) => html`<ul class="list">${rows.filter((row) => row.pressure).slice(0, WORST).map(
        (row) => html`<li><a class="title" href=${app.href('resources')}>${row.kind} ${row.namespace ? `${row.namespace}/` : ''}${row.name}</a>
          <span class="muted">on ${row.node}</span><div>${row.why}</div></li>`,
      )}</ul>`,
      { what: 'resources', retry: app.retry, empty: ({ rows }) => !rows.some((row) => row.pressure) && html`<p class="muted">Nothing.</p>` },
    ),
  );
}
