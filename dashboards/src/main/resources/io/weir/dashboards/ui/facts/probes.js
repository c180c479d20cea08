// What probes say, in words. Pure.

import { counted, duration, since } from '../app/words.js';
import { term } from '../flows/query.js';

/** A certificate that ends sooner is worth a word. */
const CERTIFICATE_SECONDS = 14 * 86_400;
/** One that ends within a day is as good as gone. */
const URGENT_SECONDS = 86_400;

export const STATES = ['failing', 'wavering', 'healthy', 'unknown'];

/** The state by the probe's thresholds, with one more: the newest try failed, or is good with a warning, but the state is not failing. */
export function probeState({ state, success, warning }) {
  if (state === 'healthy' && (!success || warning)) return 'wavering';
  return STATES.includes(state) ? state : 'unknown';
}

export function probeHealth(row) {
  return { failing: 'failing', wavering: 'degraded', healthy: 'ok', unknown: 'unknown' }[probeState(row)];
}

/** What went wrong in which phase. */
const FAILURES = {
  dns: 'the name was not resolved',
  connect: 'no connection',
  tls: 'no TLS session',
  timeout: 'no answer in time',
  status: 'the wrong status',
  content: 'the wrong content',
  internal: 'the probe itself did not run',
};

/** Why the newest try is not good; empty when it is. */
export function whyWords({ success, warning, failure, message, code }) {
  if (success && !warning) return '';
  const what = success ? 'Good, with a warning' : FAILURES[failure] ?? failure;
  const first = what.charAt(0).toUpperCase() + what.slice(1);
  return `${first}${failure === 'status' && code >= 0 ? ` ${code}` : ''}${message ? `: ${message}` : ''}`;
}

/** "readiness of shop/cart-1", or the id of what has no pod. */
export function probeName({ id, type, namespace, pod }) {
  return pod ? `${type} of ${namespace ? `${namespace}/` : ''}${pod}` : id;
}

/** Seconds until a certificate ends, where that is soon; negative when it has ended. */
export function certificateSeconds({ certificateExpires }, now) {
  if (certificateExpires === undefined) return undefined;
  const left = (Date.parse(certificateExpires) - now) / 1000;
  return left < CERTIFICATE_SECONDS ? left : undefined;
}

/** The answer of the page: how bad it is, and a sentence. */
export function probesAnswer(rows, now) {
  if (rows.length === 0) return { state: 'ok', text: 'No probe result was seen.' };
  const failing = rows.filter((row) => probeState(row) === 'failing').sort((a, b) => (a.stateSince ?? '').localeCompare(b.stateSince ?? ''));
  const wavering = rows.filter((row) => probeState(row) === 'wavering');
  const ending = certificates(rows, now);
  if (failing.length === 0) {
    const calm = `No probe of ${rows.length} is failing${wavering.length > 0 ? `, but ${counted(wavering.length, 'newest try', 'newest tries')} did not go well` : ''}.`;
    return { state: ending.state === 'ok' && wavering.length > 0 ? 'degraded' : ending.state, text: `${calm}${ending.text}` };
  }
  const first = failing[0];
  const when = first.stateSince === undefined ? '' : ` ${since(first.stateSince, now)}`;
  const head = `${failing.length} of ${counted(rows.length, 'probe')} ${failing.length === 1 ? 'is' : 'are'} failing.`;
  const why = whyWords(first);
  return { state: 'failing', text: `${head} ${failing.length === 1 ? 'It is' : 'The longest:'} ${probeName(first)},${when}${why ? `: ${ended(why)}` : '.'}${ending.text}` };
}

const ended = (sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`);

/** Certificates that end soon, as a sentence of its own; empty without one. */
function certificates(rows, now) {
  const soon = rows.filter((row) => certificateSeconds(row, now) !== undefined).sort((a, b) => a.certificateExpires.localeCompare(b.certificateExpires));
  if (soon.length === 0) return { state: 'ok', text: '' };
  const left = certificateSeconds(soon[0], now);
  const when = left < 0 ? `ended ${duration(-left)} ago` : `ends in ${duration(left)}`;
  const which = soon.length === 1 ? 'The certificate' : `${soon.length} certificates end soon: the one`;
  return { state: left < URGENT_SECONDS ? 'failing' : 'degraded', text: ` ${which} that ${probeName(soon[0])} sees ${when}.` };
}

/** Flows to the endpoint of a probe; empty for what has no pod. */
export function probeQuery({ namespace, pod, target }) {
  if (!pod) return '';
  const port = /:(\d{1,5})(\/|$)/.exec(target)?.[1];
  return `${term('to.pod', `${namespace}/${pod}`)}${port ? ` to.port:${port}` : ''}`;
}
