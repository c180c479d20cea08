import { html, nothing } from '../lib/lit-html/lit-html.js';
import { ref } from '../lib/lit-html/directives/ref.js';
import { before } from '../app/before.js';
import { count, counted, millis, rate, share } from '../app/words.js';
import { LAYERS, scene } from '../map/scene.js';
import { MapView } from '../map/view.js';
import { health, layerName, worseFirst } from '../parts/health.js';
import { answered, emptiness } from '../parts/states.js';
import { opener, table } from '../parts/table.js';

/** Who talks to whom, and where it fails. */
export const map = {
  title: 'Map',
  draw,
  flush: () => true,
  focus,
  hops: (app, by) => {
    if (!app.address.params.focus) {
      drawn?.zoom(by > 0 ? 1.3 : 1 / 1.3);
      return true;
    }
    app.set({ hops: String(Math.max(1, hopsOf(app) + by)) });
    return true;
  },
};

const PHONE = matchMedia('(max-width: 700px)');
let drawn;
let hovered;

const hopsOf = (app) => Math.min(9, Math.max(1, Number(app.address.params.hops) || 1));
const set = (text) => new Set((text ?? '').split(',').filter(Boolean));

function draw(app) {
  const { params } = app.address;
  const compared = params.before ? before(app) : undefined;
  const asked = app.data.ask('map', {
    ...app.asked(),
    'before-since': compared?.since,
    'before-until': compared?.until,
    limit: 10000,
  });
  return html`<div class="map-page"><h1 class="visually-hidden">Map</h1>
    ${answered(asked, (value) => picture(app, value), {
      what: 'the map',
      retry: app.retry,
      empty: (value) =>
        value.edges.length === 0 && html`<div class="map-table">${emptiness('Nobody talked to anybody in this range.', './weir up --demo')}</div>`,
    })}
  </div>`;
}

function picture(app, value) {
  const { params } = app.address;
  const shown = scene(value, {
    layer: params.layer,
    infrastructure: params.infra !== '0',
    focus: params.focus,
    hops: hopsOf(app),
    open: set(params.open),
    closed: set(params.closed),
  });
  const asTable = params.table === undefined ? PHONE.matches : params.table === '1';
  return html`${bar(app, value, shown, asTable)} ${asTable ? list(app, value) : area(app, shown)}`;
}

function bar(app, value, shown, asTable) {
  const { params } = app.address;
  return html`<div class="map-bar">
    <p class="sentence" role="status">${value.summary}</p>
    ${params.focus
      ? html`<button class="button" aria-pressed="true" @click=${() => app.set({ focus: undefined, hops: undefined })}>
          Only ${params.focus.split('/').at(-1)} and ${counted(hopsOf(app), 'hop')} around it ✕</button>`
      : nothing}
    <label class="row">Layer <select @change=${(event) => app.set({ layer: event.target.value === 'all' ? undefined : event.target.value })}>
      ${LAYERS.map((layer) => html`<option value=${layer} ?selected=${(params.layer ?? 'all') === layer}>${layer === 'all' || layer === 'drops' || layer === 'policy' ? layer : layer.toUpperCase()}</option>`)}
    </select></label>
    <button class="button" aria-pressed=${params.infra === '0'} @click=${() => app.set({ infra: params.infra === '0' ? undefined : '0' })}
      title="DNS, kube-system and the like">Hide infrastructure</button>
    <button class="button" aria-pressed=${params.before !== undefined} title="d" @click=${() => app.set({ before: params.before ? undefined : app.beforeSpan() })}>Compare</button>
    <button class="button" aria-pressed=${asTable} title="t" @click=${() => app.set({ table: asTable ? '0' : '1' })}>Table</button>
    ${shown.hidden > 0 ? html`<span class="muted">${count(shown.hidden)} not shown</span>` : nothing}
  </div>`;
}

function area(app, shown) {
  const [x, y, scale] = (app.address.params.at ?? '').split(',').map(Number);
  const at = scale > 0 ? { x, y, scale } : undefined;
  const mount = (canvas) => {
    if (!canvas) return;
    canvas.view ??= new MapView(canvas);
    drawn = canvas.view;
    drawn.show(shown, { selected: app.address.params.sel, theme: app.theme, at }, handlers(app));
  };
  return html`<div class="map-area">
    <canvas tabindex="0" role="img" aria-label="Map of ${shown.nodes.length} services. The same as a table: press t." ${ref(mount)}></canvas>
    ${tip(hovered)} ${legend(app)}
    <div class="map-zoom">
      <button class="button" aria-label="Zoom in" @click=${() => drawn.zoom(1.3)}>+</button>
      <button class="button" aria-label="Zoom out" @click=${() => drawn.zoom(1 / 1.3)}>−</button>
      <button class="button" title="0" @click=${() => drawn.fit()}>Fit</button>
    </div>
  </div>`;
}

function handlers(app) {
  return {
    open: (thing) => {
      if (thing?.node) app.select(`service:${thing.node.id}`);
      else if (thing?.line) app.select(`edge:${thing.line.worst.id}`);
      else if (thing?.group) toggle(app, thing.group);
      else if (app.address.params.sel) app.select(undefined);
    },
    focus: ({ node }) => app.set({ focus: node.id, hops: undefined }),
    toggle: (group) => toggle(app, group),
    hover: (thing) => {
      hovered = thing;
      app.redraw();
    },
    moved: ({ x, y, scale }) => app.set({ at: `${x},${y},${scale}` }, { replace: true }),
  };
}

function toggle(app, group) {
  const open = set(app.address.params.open);
  const closed = set(app.address.params.closed);
  (group.open ? closed : open).add(group.id);
  (group.open ? open : closed).delete(group.id);
  app.set({ open: [...open].join(','), closed: [...closed].join(',') });
}

function focus(app) {
  const { sel, focus: focused } = app.address.params;
  if (focused) app.set({ focus: undefined, hops: undefined });
  else if (sel?.startsWith('service:')) app.set({ focus: sel.slice('service:'.length) });
  else app.say('Select a service first; f then shows only it and its neighbours.');
}

/** What is under the pointer, in words. */
function tip(thing) {
  if (!thing || thing.title) return nothing;
  if (thing.line) {
    return html`<div class="map-tip">${thing.line.edges.slice(0, 5).map(
      (edge) => html`<div><strong>${name(edge.source)} → ${name(edge.target)}</strong> ${edge.protocol}:${edge.port}, ${rate(edge.ratePerSecond ?? 0)}
        <div class="muted">${edge.why}</div></div>`,
    )}${thing.line.edges.length > 5 ? html`<div class="muted">and ${count(thing.line.edges.length - 5)} more</div>` : nothing}</div>`;
  }
  const { node, group } = thing;
  return html`<div class="map-tip"><strong>${node ? node.label : group.label}</strong> ${health((node ?? group).health)}
    <div class="muted">${node ? node.why : `${counted(group.workloads, 'workload')}; click opens it`}</div></div>`;
}

const name = (id) => id.split('/').slice(3).join('/');

function legend(app) {
  const line = (cls, dash) => html`<svg viewBox="0 0 26 8" class="health ${cls}" aria-hidden="true"><path d="M0 4h26" stroke="currentColor" stroke-width="3" stroke-dasharray=${dash ?? 'none'} /></svg>`;
  if (app.address.params.before) {
    return html`<div class="map-legend"><span>+ new</span><span>– gone</span><span>Δ worse</span><span>Δ better, against ${app.address.params.before} before</span></div>`;
  }
  return html`<div class="map-legend"><span>${line('ok')}healthy, wider is more</span><span>${line('degraded')}from 1 % bad</span><span>${line('failing')}from 5 % bad</span>
    <span>${line('failing', '5 3')}dashed: connection fails</span><span><svg class="health failing" viewBox="0 0 8 10" aria-hidden="true"><path d="M0 1 4 0l4 1q0 7-4 9Q0 8 0 1Z" fill="currentColor" /></svg>policy denies</span></div>`;
}

const CHANGED = ['degraded', 'new', 'gone', 'improved', 'same'];

/** The map as a table: the accessible form, and the list of changes when two times are compared. */
function list(app, value) {
  const { params } = app.address;
  const open = (row) => app.select(`edge:${row.id}`);
  const labels = new Map(value.nodes.map((node) => [node.id, node.label]));
  const columns = [
    { key: 'health', title: 'Health', cell: (row) => health(row.health, row.layer ? layerName(row.layer) : undefined), by: (row) => ['failing', 'degraded', 'unknown', 'ok'].indexOf(row.health) },
    { key: 'client', title: 'Client', cell: (row) => opener(labels.get(row.source), () => open(row)), by: (row) => labels.get(row.source) },
    { key: 'server', title: 'Server', cell: (row) => labels.get(row.target), by: (row) => labels.get(row.target) },
    { key: 'port', title: 'Port', cell: (row) => `${row.protocol}:${row.port}`, by: (row) => row.port },
    { key: 'rate', title: 'Rate', number: true, cell: (row) => rate(row.ratePerSecond ?? 0), by: (row) => row.ratePerSecond },
    { key: 'bad', title: 'Bad', number: true, cell: (row) => (row.badRatio === undefined ? '–' : share(row.badRatio)), by: (row) => row.badRatio },
    { key: 'p99', title: 'p99', number: true, cell: (row) => (row.p99Ms === undefined ? '–' : millis(row.p99Ms)), by: (row) => row.p99Ms },
    { key: 'why', title: 'Why', class: 'why', cell: (row) => row.why },
  ];
  let rows = [...value.edges].sort((a, b) => worseFirst(a.health, b.health));
  if (params.before) {
    columns.unshift({ key: 'change', title: 'Change', cell: (row) => row.change, by: (row) => CHANGED.indexOf(row.change) });
    rows.sort((a, b) => CHANGED.indexOf(a.change) - CHANGED.indexOf(b.change));
  }
  return html`<div class="map-table">${table({
    caption: `${counted(rows.length, 'connection')}, ${params.before ? 'what changed first' : 'worst first'}`,
    columns,
    rows,
    id: (row) => row.id,
    sort: params.sort,
    onSort: (sort) => app.set({ sort }),
    selected: params.sel?.replace(/^edge:/, ''),
    onOpen: open,
  })}</div>`;
}
