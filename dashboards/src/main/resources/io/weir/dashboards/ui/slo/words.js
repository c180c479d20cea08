// Objectives in words, and in order. Pure.
import { count, counted, duration, exact, share, since } from '../app/words.js';
import { isInSlices } from '../parts/windows.js';
import { namespaceOf } from './selector.js';

/** States by urgency: as which health they are drawn, the word for it, and what it means. */
export const STATES = {
  firing: { health: 'failing', word: 'burning', means: 'An alert is open: the budget burns faster than a rule allows.' },
  increasing: { health: 'degraded', word: 'about to burn', means: 'The short window burns; the long one does not yet.' },
  recovering: { health: 'degraded', word: 'recovering', means: 'The short window is fine again; the alert ends soon.' },
  frozen: { health: 'unknown', word: 'frozen', means: 'Too little is known to judge: events are missing or there were none.' },
  'no-data': { health: 'unknown', word: 'no data', means: 'Nothing was counted for longer than the objective allows.' },
  ok: { health: 'ok', word: 'healthy', means: 'No rule is near its threshold.' },
};
const ORDER = Object.keys(STATES);

/** A state as drawn; a word that is new to this page stands for itself. */
export function stateOf(state) {
  return STATES[state] ?? { health: 'unknown', word: state, means: '' };
}

/** Worst first: burning ones, then by state, then what has the least budget left, then the fastest burn. */
export function worstFirst(a, b) {
  return rank(a) - rank(b) || a.budgetLeft - b.budgetLeft || fastest(b) - fastest(a) || a.slo.localeCompare(b.slo);
}

export function rank(slo) {
  const place = ORDER.indexOf(slo.state);
  return slo.burning ? 0 : place < 0 ? ORDER.length : place;
}

export function fastest({ burn: windows }) {
  return windows.reduce((max, { rate }) => Math.max(max, rate), 0);
}

/** The burn rate of one window; undefined where the objective has none of that length. */
export function burnIn(slo, window) {
  return slo.burn.find((one) => one.window === window)?.rate;
}

/** Those that the filters of an address leave: a state, a service, a namespace. */
export function filtered(slos, { state, service, ns }) {
  return slos.filter(
    (slo) =>
      (state === undefined || slo.state === state) &&
      (service === undefined || slo.service === service) &&
      (ns === undefined || (namespaceOf(slo) ?? ns) === ns),
  );
}

/** What stands of the budget: as health, and in words. */
export function budget({ budgetLeft }) {
  if (budgetLeft < 0) return { health: 'failing', text: `${share(-budgetLeft)} over` };
  return { health: budgetLeft === 0 ? 'failing' : budgetLeft < 0.25 ? 'degraded' : 'ok', text: share(budgetLeft) };
}

/** Seconds until the budget is empty at the burn of the shortest window; undefined when it lasts, or is spent. */
export function emptyIn({ budgetLeft, burn: windows, periodSeconds }) {
  const rate = windows[0]?.rate ?? 0;
  return rate > 1 && budgetLeft > 0 ? (budgetLeft * periodSeconds) / rate : undefined;
}

/** All objectives in a sentence; `worst` is the one that it is about. */
export function answer(slos, now) {
  const burning = slos.filter((slo) => slo.burning).sort(worstFirst);
  if (burning.length === 0) {
    const spent = slos.filter(({ budgetLeft }) => budgetLeft <= 0).length;
    const unknown = slos.filter(({ state }) => stateOf(state).health === 'unknown').length;
    const rest = [spent > 0 ? `${count(spent)} without budget left` : '', unknown > 0 ? `${count(unknown)} without enough data to judge` : ''].filter(Boolean);
    const text = `None of ${counted(slos.length, 'objective')} burns too fast${rest.length > 0 ? `; ${rest.join(', ')}` : ''}.`;
    return { health: rest.length > 0 ? 'degraded' : 'ok', text };
  }
  const worst = burning.reduce((a, b) => ((b.burn[0]?.rate ?? 0) > (a.burn[0]?.rate ?? 0) ? b : a));
  return {
    health: 'failing',
    worst,
    text: `${count(burning.length)} of ${counted(slos.length, 'objective')} ${burning.length === 1 ? 'burns' : 'burn'} too fast. Fastest now:`,
    rest: `${worst.since ? since(worst.since, now) : ''}, ${budgetText(worst)}.`,
  };
}

/** "99 % of its budget left, empty in 17 h at this rate". */
export function budgetText(slo) {
  const seconds = emptyIn(slo);
  const left = slo.budgetLeft < 0 ? `its budget is overspent by ${share(-slo.budgetLeft)}` : `${share(slo.budgetLeft)} of its budget left`;
  return seconds === undefined ? left : `${left}, empty in ${duration(seconds)} at this rate`;
}

/** What an objective promises: "99.5 % of tcp-connect shall be good over 28 d". */
export function promise(slo) {
  const slices = isInSlices(slo) ? ', in slices of time' : '';
  return `${exact(slo.objective)} of ${slo.indicator} shall be good over ${duration(slo.periodSeconds)}${slices}`;
}

/** What was counted: "98.8 % were good: 59 of 515 bad since 01:46". */
export function tally(slo) {
  if (slo.sli === undefined) return 'Nothing was counted yet';
  const what = isInSlices(slo) ? '' : `: ${count(slo.bad)} of ${count(slo.total)} bad`;
  return `${exact(slo.sli)} of its events were good${what}${slo.lost > 0 ? `, ${count(slo.lost)} known to be missing` : ''}`;
}

/** The windows whose burn a chart shows: those people know, else what the objective has; none shorter than a column. */
export function burnWindows(slo, stepSeconds) {
  const known = slo.burn.map(({ window }) => window);
  const usual = ['5m', '1h', '6h'].filter((window) => known.includes(window));
  const chosen = usual.length > 0 ? usual : known.slice(0, 3);
  return chosen.map((window) => ({ window, seconds: windowSeconds(window) })).filter(({ seconds }) => seconds >= stepSeconds);
}

const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of "5m", "1h30m", "3d". */
export function windowSeconds(window) {
  return [...window.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * UNITS[unit], 0);
}
