// What DNS between clients and resolvers says, in words. Pure.

import { count, counted, share } from '../app/words.js';
import { peerTerms, query, term } from '../flows/query.js';

/** From this share of failed queries on a pair is degraded, and failing: the rule of the server. */
const BAD = { failing: 0.05, degraded: 0.01 };

export function dnsHealth({ failedRatio }) {
  if (failedRatio === undefined) return 'unknown';
  if (failedRatio >= BAD.failing) return 'failing';
  return failedRatio >= BAD.degraded ? 'degraded' : 'ok';
}

/** Names a pair in the address. */
export function dnsId({ client, server, port, protocol }) {
  return [client.cluster, client.label, server.label, `${protocol}:${port}`].join('|');
}

/** Answers by code, what is wrong first: "201 NXDOMAIN, 198 NOERROR". */
export function rcodes(answers) {
  const rank = (code) => (code === 'NOERROR' ? 2 : code === 'NXDOMAIN' ? 1 : 0);
  return Object.entries(answers)
    .sort(([a, n], [b, m]) => rank(a) - rank(b) || m - n)
    .map(([code, n]) => ({ code, n, wrong: rank(code) === 0 }));
}

/** A name without the dot at its end. */
export const plainName = (name) => (name.length > 1 ? name.replace(/\.$/, '') : name);

/** What failed, by code, and what got no answer. */
function failures(rows) {
  const all = {};
  for (const row of rows) {
    for (const { code, n, wrong } of rcodes(row.answers)) if (wrong) all[code] = (all[code] ?? 0) + n;
    if (row.unanswered > 0) all.unanswered = (all.unanswered ?? 0) + row.unanswered;
  }
  return Object.entries(all)
    .sort(([, n], [, m]) => m - n)
    .map(([what, n]) => `${count(n)} ${what}`)
    .join(', ');
}

/** The answer of the page: how bad it is, and a sentence. */
export function dnsAnswer(rows) {
  if (rows.length === 0) return { state: 'ok', text: 'No DNS query was seen.' };
  const queries = sum(rows, 'queries');
  const bad = rows.filter((row) => row.failed > 0);
  const failed = sum(bad, 'failed');
  const settled = rows.reduce((n, row) => n + row.unanswered + Object.values(row.answers).reduce((a, b) => a + b, 0), 0);
  const all = `${counted(queries, 'DNS query', 'DNS queries')} of ${counted(rows.length, 'client')}`;
  if (failed === 0) return { state: 'ok', text: `${all}: every one was answered.` };
  const hit = bad.filter((row) => dnsHealth(row) !== 'ok').sort((a, b) => b.failedRatio - a.failedRatio);
  const text = `DNS failed for ${count(failed)} of ${counted(settled, 'query', 'queries')} (${share(failed / settled)}): ${failures(bad)}.`;
  if (hit.length === 0) return { state: 'ok', text: `${text} No client is hit much.` };
  const worst = hit[0];
  const how = hit.length === rows.length ? (hit.length === 1 ? 'Its one client is hit' : `All ${hit.length} clients are hit`) : `${hit.length} of ${counted(rows.length, 'client')} ${hit.length === 1 ? 'is' : 'are'} hit`;
  const who = `${how}, ${hit.length === 1 ? '' : 'worst '}${worst.client.label} asking ${worst.server.label}: ${share(worst.failedRatio)}.`;
  return { state: hit.some((row) => dnsHealth(row) === 'failing') ? 'failing' : 'degraded', text: `${text} ${who}` };
}

/** Who asked for names with a part in them. */
export function nameAnswer(rows, part) {
  const queries = rows.reduce((n, row) => n + sum(row.names, 'queries'), 0);
  if (queries === 0) return { state: 'ok', text: `Nobody asked for a name with "${part}" in it.` };
  const names = new Set(rows.flatMap((row) => row.names.map(({ name }) => name)));
  const what = names.size === 1 ? plainName([...names][0]) : `${counted(names.size, 'name')} with "${part}"`;
  const clients = [...new Set(rows.map(({ client }) => client.label))];
  const who = clients.length > 3 ? `${clients.slice(0, 3).join(', ')} and ${clients.length - 3} more` : clients.join(', ');
  return { state: 'ok', text: `${what} ${names.size === 1 ? 'was' : 'were'} asked for ${counted(queries, 'time')} by ${counted(clients.length, 'client')}: ${who}.` };
}

function sum(rows, key) {
  return rows.reduce((n, row) => n + row[key], 0);
}

/** Queries and answers of a client, or those for one name. */
export function dnsQuery({ client }, name) {
  return query(peerTerms('', client), 'protocol:dns', term('dns', name && plainName(name)));
}
