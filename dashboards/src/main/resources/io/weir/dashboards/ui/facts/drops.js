// What groups of drops say, in words. Pure.

import { count, counted, since } from '../app/words.js';
import { peerTerms, query, term } from '../flows/query.js';

/** The classes of drops, those that mean trouble for the cluster first. */
export const CLASSES = {
  fault: { title: 'fault', means: 'The datapath should have delivered it and could not.' },
  capacity: { title: 'capacity', means: 'A table, a queue or a rate is exhausted.' },
  policy: { title: 'policy', means: 'A rule says no: look at the rule, not at the network.' },
  invalid: { title: 'invalid packet', means: 'The packet itself is broken, forged or not supported.' },
  expected: { title: 'expected', means: 'Nobody misses it.' },
};

/** How bad a class is for whoever is on call. */
export function classHealth(dropClass) {
  if (dropClass === 'fault' || dropClass === 'capacity') return 'failing';
  return dropClass === 'expected' ? 'ok' : 'degraded';
}

/** Names a group in the address. */
export function dropId({ reason, direction, source, destination, port, protocol, policies }) {
  return [reason, direction, source.label, destination.label, `${protocol}:${port}`, policies.join(',')].join('|');
}

export function target({ destination, port, protocol }) {
  return `${destination.label}${port > 0 ? ` ${protocol}:${port}` : ` ${protocol}`}`;
}

/** "9.4/min, usually 2/min", or that it is new. */
export function rateWords({ ratePerMinute, usualPerMinute }) {
  return { now: `${perMinute(ratePerMinute)}`, usually: usualPerMinute === undefined ? 'new' : `usually ${perMinute(usualPerMinute)}` };
}

function perMinute(n) {
  return `${n >= 10 ? count(n) : Number(n.toPrecision(2))}/min`;
}

/** The answer of the page: how bad it is, and a sentence. */
export function dropsAnswer(rows, now) {
  if (rows.length === 0) return { state: 'ok', text: 'No packet was dropped.' };
  const missed = rows.filter((row) => row.dropClass !== 'expected');
  if (missed.length === 0) {
    return { state: 'ok', text: `${counted(total(rows), 'packet')} dropped, none that anybody misses.` };
  }
  const state = missed.some((row) => classHealth(row.dropClass) === 'failing') ? 'failing' : 'degraded';
  const worst = missed.reduce((a, b) => (rank(b) > rank(a) ? b : a));
  const began = missed.map((row) => row.firstSeen).sort()[0];
  const text = [`${counted(total(missed), 'packet')} dropped ${since(began, now)}, ${byClass(missed)}.`];
  text.push(`${missed.length === 1 ? 'From' : 'Worst:'} ${worst.source.label} to ${target(worst)}${missed.length === 1 ? '' : `, ${count(worst.count)} packets`}.`);
  text.push(`${worst.happened || `The reason is ${worst.reason}.`}${worst.policies.length > 0 ? ` Policy: ${worst.policies.join(', ')}.` : ''}`);
  return { state, text: text.join(' ') };
}

/** Faults before anything that a rule says, whatever the counts. */
function rank(row) {
  return (classHealth(row.dropClass) === 'failing' ? 1e15 : 0) + row.count;
}

export function total(rows) {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

const BY = { policy: 'denied by policy', fault: 'for faults', capacity: 'for lack of room', invalid: 'broken themselves' };

function byClass(rows) {
  const classes = Object.keys(BY).map((name) => [name, total(rows.filter((row) => row.dropClass === name))]);
  const there = classes.filter(([, n]) => n > 0).sort(([, n], [, m]) => m - n);
  if (there.length === 1) return `all ${BY[there[0][0]]}`;
  return there.map(([name, n]) => `${count(n)} ${BY[name]}`).join(', ');
}

/** The flows that a group counts. Reasons without a name in Hubble cannot be asked for. */
export function dropQuery({ reason, source, destination, port }) {
  const named = /^[A-Z][A-Z0-9_]*$/.test(reason) && !/^(CODE_|SKB_)/.test(reason) ? reason.toLowerCase() : '';
  return query('verdict:dropped', term('reason', named), peerTerms('from.', source), peerTerms('to.', destination), port > 0 && term('to.port', port));
}
