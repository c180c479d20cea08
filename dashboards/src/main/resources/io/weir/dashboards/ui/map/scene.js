// What of the map is on the screen: layers, filters, focus, closed groups. Many edges between two boxes become one line. Pure.

import { place } from './geometry.js';

export const LAYERS = ['all', 'http', 'tcp', 'dns', 'drops', 'policy'];
const OPEN_NODES_MAX = 400;
const WORSE = { failing: 3, degraded: 2, ok: 1, unknown: 0 };
const CONNECTION_LAYERS = new Set(['policy', 'drops', 'dns', 'connect', 'reset']);
const CHANGES = ['degraded', 'new', 'gone', 'improved', 'same'];

const ON_LAYER = {
  all: () => true,
  http: (edge) => edge.protocols?.includes('http'),
  dns: (edge) => edge.protocols?.includes('dns'),
  tcp: (edge) => edge.protocol === 'TCP',
  drops: (edge) => edge.layer === 'drops' || edge.policyDenied,
  policy: (edge) => edge.policyDenied,
};

/**
 * @param {{nodes: object[], edges: object[], groups: object[]}} map the server's answer
 * @param {{layer?: string, infrastructure?: boolean, focus?: string, hops?: number, namespace?: string, open?: Set<string>, closed?: Set<string>}} view
 */
export function scene(map, view) {
  const kept = new Set(map.nodes.filter((node) => view.infrastructure !== false || !node.infrastructure || node.id === view.focus).map((node) => node.id));
  let edges = map.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target) && (ON_LAYER[view.layer] ?? ON_LAYER.all)(edge));
  if (view.layer && view.layer !== 'all') retain(kept, ends(edges));
  if (view.focus) {
    retain(kept, neighbourhood(edges, view.focus, view.hops ?? 1));
    edges = edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
  }
  const nodes = map.nodes.filter((node) => kept.has(node.id));
  const groups = grouped(map.groups, nodes).map((group) => (view.focus ? { ...group, columns: undefined, rows: undefined } : group));
  const isOpen = openness(groups, nodes.length, view);
  const boxes = place(groups, nodes, isOpen);
  const groupOf = new Map(nodes.map((node) => [node.id, node.group]));
  const end = (id) => (isOpen(groupOf.get(id)) ? id : groupOf.get(id));
  return {
    groups: groups.map((group) => ({ ...group, open: isOpen(group.id), box: boxes.groups.get(group.id) })),
    nodes: nodes.filter((node) => boxes.nodes.has(node.id)).map((node) => ({ ...node, box: boxes.nodes.get(node.id) })),
    lines: lines(edges, end, (id) => boxes.nodes.get(id) ?? boxes.groups.get(id)),
    hidden: map.nodes.length - nodes.length,
    width: boxes.width,
    height: boxes.height,
  };
}

function retain(set, wanted) {
  for (const id of set) if (!wanted.has(id)) set.delete(id);
}

function ends(edges) {
  return new Set(edges.flatMap((edge) => [edge.source, edge.target]));
}

/** All that is at most `hops` edges away, whichever way they point. */
export function neighbourhood(edges, start, hops) {
  const found = new Set([start]);
  let border = [start];
  for (let hop = 0; hop < hops && border.length > 0; hop++) {
    const inBorder = new Set(border);
    border = [];
    for (const { source, target } of edges) {
      for (const [here, there] of [[source, target], [target, source]]) {
        if (inBorder.has(here) && !found.has(there)) {
          found.add(there);
          border.push(there);
        }
      }
    }
  }
  return found;
}

/** The groups with something in them, with what is in them. */
function grouped(groups, nodes) {
  const members = new Map();
  for (const node of nodes) {
    if (!members.has(node.group)) members.set(node.group, []);
    members.get(node.group).push(node);
  }
  return groups
    .filter((group) => members.has(group.id))
    .map((group) => ({ ...group, workloads: members.get(group.id).length, health: worst(members.get(group.id)) }));
}

function worst(things) {
  return things.reduce((health, { health: other }) => ((WORSE[other] ?? 0) > WORSE[health] ? other : health), 'unknown');
}

/** Where much is to be seen only groups with something failing are open, unless somebody opened or closed them. */
function openness(groups, nodes, { open = new Set(), closed = new Set() }) {
  const many = nodes > OPEN_NODES_MAX;
  const failing = new Set(groups.filter((group) => group.health === 'failing').map((group) => group.id));
  return (id) => open.has(id) || (!closed.has(id) && (!many || failing.has(id)));
}

function lines(edges, end, boxOf) {
  const merged = new Map();
  for (const edge of edges) {
    const from = end(edge.source);
    const to = end(edge.target);
    // What stays inside a closed group is part of its card.
    if (from === to && from !== edge.source) continue;
    const key = `${from}|${to}`;
    if (!merged.has(key)) merged.set(key, { key, from, to, fromBox: boxOf(from), toBox: boxOf(to), edges: [] });
    merged.get(key).edges.push(edge);
  }
  return [...merged.values()].map(summed).sort((a, b) => WORSE[a.health] - WORSE[b.health]);
}

/** One line for all edges between two boxes: the worst of them speaks. */
function summed(line) {
  const { edges } = line;
  const speaks = edges.reduce((a, b) => ((WORSE[b.health] ?? 0) > (WORSE[a.health] ?? 0) || (b.health === a.health && (b.badRatio ?? 0) > (a.badRatio ?? 0)) ? b : a));
  return {
    ...line,
    id: edges.length === 1 ? speaks.id : undefined,
    worst: speaks,
    health: speaks.health,
    rate: edges.reduce((sum, edge) => sum + (edge.ratePerSecond ?? 0), 0),
    badRatio: speaks.badRatio,
    connection: CONNECTION_LAYERS.has(speaks.layer),
    denied: edges.some((edge) => edge.policyDenied),
    change: CHANGES.find((change) => edges.some((edge) => edge.change === change)),
  };
}

/** 1 px for what is hardly used to 8 px for 1,000/s and more. */
export function width(rate) {
  return Math.min(8, 1 + Math.max(0, Math.log10(1 + rate * 10)) * 1.75);
}
