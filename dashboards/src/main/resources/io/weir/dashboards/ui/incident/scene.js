// Where and when to look for an incident: its span of time, the services and connections it is about, what belongs on the axis. Pure.
import { serviceOf } from '../slo/selector.js';

const MINUTE_MS = 60_000;
/** How much is shown beside an incident, by its length. Fixed steps, so that the axis of an open one does not creep. */
const MARGINS = [
  { upTo: 30 * MINUTE_MS, margin: 5 * MINUTE_MS },
  { upTo: 120 * MINUTE_MS, margin: 15 * MINUTE_MS },
  { upTo: 720 * MINUTE_MS, margin: 60 * MINUTE_MS },
  { upTo: Infinity, margin: 180 * MINUTE_MS },
];
const SLICES = [10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 28800, 86400].map((seconds) => seconds * 1000);
/** Events may come this late; what is older does not change any more. */
const LATE_MS = 5 * MINUTE_MS;
const SERVERS = 3;

/**
 * The time an incident is shown over. An open one ends now; its `until` is undefined, so that its questions are the same ones a moment
 * later.
 *
 * @param {number=} cap ms, a time not to look beyond
 */
export function span(incident, now, cap) {
  const begin = Math.min(...[incident.openedAt, incident.began].filter(Boolean).map((at) => Date.parse(at)));
  const end = incident.open ? +now : Date.parse(incident.closedAt);
  const { margin } = MARGINS.find(({ upTo }) => end - begin <= upTo);
  const from = Math.floor((begin - margin) / MINUTE_MS) * MINUTE_MS;
  const last = Math.ceil((end + margin) / MINUTE_MS) * MINUTE_MS;
  // A link with fixed times shows what there was to see then.
  if (cap > begin && cap < Math.min(last, +now)) return { from, to: cap, since: iso(from), until: iso(cap) };
  const open = incident.open || last > +now;
  return { from, to: open ? Math.ceil(+now / 10_000) * 10_000 : last, since: iso(from), until: open ? undefined : iso(last) };
}

const iso = (at) => new Date(at).toISOString();

/** A span cut into at most `max` parts of a round length, for questions that have no windows. The last is cut off at its end. */
export function slices({ from, to, until }, max, now) {
  const length = SLICES.find((one) => (to - from) / one <= max - 1) ?? SLICES.at(-1);
  const begin = Math.floor(from / length) * length;
  const parts = [];
  for (let at = begin; at < to; at += length) {
    const end = at + length;
    const cut = end > to ? until : iso(end);
    parts.push({ at, since: iso(at), until: cut, settled: cut !== undefined && Date.parse(cut) < +now - LATE_MS });
  }
  return { stepMs: length, parts };
}

/** "cluster/namespace/kind/name" as tables name it: "namespace/name". */
export function label(peer) {
  const [, namespace, , ...name] = peer.split('/');
  return namespace ? `${namespace}/${name.join('/')}` : name.join('/');
}

/** The connection that a figure was counted on; undefined for those of pods, nodes and probes. */
export function edgeOf({ series }) {
  const subject = series.slice(series.indexOf(' ') + 1);
  const parts = subject.split('|');
  return parts.length === 3 ? { id: subject, client: label(parts[0]), server: label(parts[1]), port: parts[2] } : undefined;
}

function edges(incident) {
  return incident.causes.flatMap(({ evidence }) => evidence).map(edgeOf).filter(Boolean);
}

/** The services on whose side things may go wrong: that of the objective first, then those of the causes. */
export function servers(incident, slo) {
  const own = slo === undefined ? undefined : serviceOf(slo);
  return [...new Set([own, ...edges(incident).map(({ server }) => server)].filter(Boolean))].slice(0, SERVERS);
}

/** All services whose drops, probes and resources are of interest. */
export function involved(incident, slo) {
  return [...new Set([...servers(incident, slo), ...edges(incident).flatMap(({ client, server }) => [client, server])])];
}

/** Whether a pod is one of these services: its name is that of the workload, and what the cluster adds to it. */
export function podOf(services, namespace, pod) {
  return services.some((service) => `${namespace}/${pod}`.startsWith(`${service}-`));
}

const LANES = {
  'policy-denial': 'drops',
  'datapath-drops': 'drops',
  'oom-kill': 'pressure',
  'cpu-throttling': 'pressure',
  'memory-pressure': 'pressure',
  'cpu-pressure': 'pressure',
  'io-pressure': 'pressure',
  'disk-full': 'pressure',
  'node-path-loss': 'connects',
  'path-loss': 'connects',
  'connect-refused': 'connects',
  'connect-unanswered': 'connects',
  retransmits: 'connects',
  resets: 'resets',
  'dns-servfail': 'dns',
  'dns-nxdomain': 'dns',
  'dns-unanswered': 'dns',
  'dns-slow': 'dns',
  'probe-failing': 'probes',
};

/** The lane that shows a cause best. */
export function laneOf(cause) {
  return LANES[cause.kind] ?? 'sli';
}

/** When a change happened, as its sentence tells it; undefined for other causes. */
export function changedAt(cause, incident) {
  const said = cause.kind === 'recent-change' && incident.began ? /came (\d+) s (before|after) the bad events/.exec(cause.sentence) : null;
  return said === null || said === false ? undefined : Date.parse(incident.began) + (said[2] === 'before' ? -1000 : 1000) * Number(said[1]);
}

/** What happened at a moment: the same list stands in words above the lanes. In order of time. */
export function markers(incident, alerts) {
  const about = [incident.slo, ...incident.affected];
  const found = [
    ...(incident.began ? [{ at: Date.parse(incident.began), kind: 'began', label: 'bad events began' }] : []),
    { at: Date.parse(incident.openedAt), kind: 'alert', label: 'the incident opened' },
    ...firstAlerts(alerts.filter(({ slo, openedAt }) => openedAt !== undefined && about.includes(slo) && Date.parse(openedAt) >= Date.parse(incident.openedAt))),
    ...incident.causes
      .map((cause) => ({ at: changedAt(cause, incident), kind: 'change', label: `change of ${cause.subject}` }))
      .filter(({ at }) => at !== undefined),
    ...(incident.acknowledged ? [{ at: Date.parse(incident.acknowledged.createdAt), kind: 'note', label: `${incident.acknowledged.owner} took it on` }] : []),
    ...(incident.closedAt ? [{ at: Date.parse(incident.closedAt), kind: 'end', label: 'it ended' }] : []),
  ];
  return found.sort((a, b) => a.at - b.at);
}

/** When each objective was told of first; its other rules follow from that. */
function firstAlerts(alerts) {
  const first = new Map();
  for (const { slo, openedAt } of alerts) {
    const at = Date.parse(openedAt);
    first.set(slo, Math.min(at, first.get(slo) ?? at));
  }
  return [...first].map(([slo, at]) => ({ at, kind: 'alert', label: `alert ${slo}` }));
}

/** Rows of `drops` of the slices as columns by reason, for packets from or to these services. */
export function dropColumns(answers, services) {
  return columns(answers, ({ reason, source, destination, count: n }) =>
    services.includes(source.label) || services.includes(destination.label) ? { name: reason.toLowerCase().replaceAll('_', ' '), n } : undefined,
  );
}

/** The time in which packets from or to these services were dropped; undefined without any. */
export function dropSpan(rows, services) {
  const own = rows.filter(({ source, destination }) => services.includes(source.label) || services.includes(destination.label));
  if (own.length === 0) return undefined;
  return { from: Math.min(...own.map(({ firstSeen }) => Date.parse(firstSeen))), to: Math.max(...own.map(({ lastSeen }) => Date.parse(lastSeen))) };
}

/** Rows of `resources` of the slices as columns, one for each that is under pressure: nodes, and pods of these services. */
export function pressureColumns(answers, services) {
  return columns(answers, ({ pressure, kind, name, namespace, pod }) => {
    if (!pressure || (kind !== 'node' && !podOf(services, namespace, pod))) return undefined;
    return { name: kind === 'node' ? `node ${name}` : pod, n: 1 };
  });
}

function columns(answers, of) {
  const named = new Map();
  answers.forEach((answer, i) => {
    for (const row of answer?.rows ?? []) {
      const found = of(row);
      if (found === undefined) continue;
      if (!named.has(found.name)) named.set(found.name, { name: found.name, values: answers.map(() => 0) });
      named.get(found.name).values[i] += found.n;
    }
  });
  return [...named.values()];
}
