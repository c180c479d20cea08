// What readings of nodes, pods and containers say, in words. Pure.

import { counted } from '../app/words.js';
import { query, term } from '../flows/query.js';

export const KINDS = ['node', 'pod', 'container', 'unit'];

/** Kinds of pressure, each with what it means. The limits are those of the server's rule. */
export const PRESSURES = {
  oom: { title: 'OOM-killed', is: (row) => row.oomKills > 0 },
  memory: { title: 'memory', is: (row) => row.memory?.usedRatio >= 0.9 || row.memoryStall?.full >= 0.02 },
  throttled: { title: 'throttled', is: (row) => row.cpu?.throttledRatio >= 0.25 },
  cpu: { title: 'waiting for CPU', is: (row) => row.cpuStall?.some >= 0.5 },
  disk: { title: 'disk', is: (row) => row.ioStall?.full >= 0.1 || row.disks.some((disk) => disk.usedRatio >= 0.9 || disk.inodesUsedRatio >= 0.95) },
};

/** Killed is failing; what only waits is degraded. */
export function resourceHealth(row) {
  if (row.oomKills > 0) return 'failing';
  return row.pressure ? 'degraded' : 'ok';
}

/** Names an entity in the address. */
export function resourceId({ node, kind, namespace, pod, name }) {
  return [node, kind, namespace, pod, name].join('|');
}

export function resourceName({ namespace, name }) {
  return namespace ? `${namespace}/${name}` : name;
}

/** The answer of the page: how bad it is, and a sentence. */
export function resourcesAnswer(rows) {
  if (rows.length === 0) return { state: 'ok', text: 'No reading of resources was seen.' };
  const pressed = rows.filter((row) => row.pressure);
  if (pressed.length === 0) return { state: 'ok', text: `Nothing is under pressure: ${byKind(rows)}.` };
  const killed = pressed.filter((row) => row.oomKills > 0);
  const worst = pressed.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  const head = `${pressed.length} of ${rows.length} ${pressed.length === 1 ? 'is' : 'are'} under pressure: ${byKind(pressed)}${killed.length > 0 && killed.length < pressed.length ? `, ${killed.length} of them OOM-killed` : ''}.`;
  const which = worst.kind === 'node' ? `node ${worst.name}` : `${worst.kind} ${resourceName(worst)} on ${worst.node}`;
  const qos = worst.qosClass ? ` (${worst.qosClass})` : '';
  return { state: killed.length > 0 ? 'failing' : 'degraded', text: `${head} Worst: ${which}${qos}. ${worst.why}` };
}

/** A node in trouble takes others with it. */
function rank(row) {
  return row.oomKills * 10 + (row.kind === 'node' ? 5 : 0) + (row.memory?.usedRatio ?? 0) + (row.cpu?.throttledRatio ?? 0);
}

function byKind(rows) {
  return KINDS.map((kind) => [kind, rows.filter((row) => row.kind === kind).length])
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => counted(n, kind))
    .join(', ');
}

/** Flows of the pod; empty for nodes and units. */
export function resourceQuery({ namespace, pod }) {
  return pod ? query(term('pod', `${namespace}/${pod}`)) : '';
}
