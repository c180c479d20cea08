// Incidents in words. Pure.
import { clock, count, counted, duration, share, since, zone } from '../app/words.js';

/** When the bad events began, else when the first alert opened. */
export function began(incident) {
  return incident.began ?? incident.openedAt;
}

export function ended(sentence) {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** "since 02:14 (17 min)", or "from 02:14 to 02:31 (17 min)" of one that is over. */
export function when(incident, now) {
  const begin = began(incident);
  if (incident.open) return since(begin, now);
  const length = duration((Date.parse(incident.closedAt) - Date.parse(begin)) / 1000);
  return `from ${clock(begin, now)} to ${clock(incident.closedAt, now)} (${length})`;
}

/** What is broken, who is hit, since when; the name of the service stands before it. */
export function broken(incident, now) {
  const { open, callers, callersHit } = incident;
  const hit = callers > 0 ? ` for ${count(callersHit)} of ${counted(callers, 'caller')}` : '';
  return `${open ? 'is' : 'was'} failing${hit} ${when(incident, now)}`;
}

/** The first cause in a sentence. */
export function mostLikely({ cause, causes, open }) {
  if (causes.length === 0) return ended(cause || 'No cause was found: look at the service itself');
  return `${open ? 'Most likely' : 'Most likely it was'}: ${ended(cause)}`;
}

/** "25 of 71 events were bad since then (35 %), usually 1 of 390 (0.3 %)". */
export function badEvents({ bad, total, usualBad, usualTotal }) {
  if (!(total > 0)) return '';
  const usually = usualTotal > 0 ? `, usually ${part(usualBad, usualTotal)}` : '';
  return `${part(bad, total)} events were bad${usually}.`;
}

function part(n, of) {
  return `${count(n)} of ${count(of)} (${share(n / of)})`;
}

/** A figure that speaks for a cause: "25 of 72 (35 %) unanswered connects", and what is usual. */
export function figure({ figure: name, count: n, total, usualCount, usualTotal }) {
  return {
    text: total > 0 ? `${part(n, total)} ${name}` : `${count(n)} ${name}`,
    usually: usualTotal > 0 ? `usually ${part(usualCount, usualTotal)}` : `usually ${count(usualCount)}`,
  };
}

const AGREES = 0.8;
const DISAGREES = 0.25;
/** What the server gives where there is nothing to compare with. */
const NOTHING_TO_COMPARE = 0.5;

/** The parts of a score, each with what its number says. */
export function parts({ coverage, timing, specificity, place, evidence }) {
  return [
    { name: 'coverage', value: coverage, says: `explains ${share(coverage)} of the bad events` },
    { name: 'timing', value: timing, says: timingText(timing, evidence[0]) },
    {
      name: 'specificity',
      value: specificity,
      says: specificity === NOTHING_TO_COMPARE ? 'nothing to compare with' : specificity >= AGREES ? 'absent where things are fine' : specificity <= DISAGREES ? 'seen elsewhere, too' : 'rarer where things are fine',
    },
    { name: 'place', value: place, says: place >= AGREES ? 'nobody’s consequence' : place <= DISAGREES ? 'a consequence of another cause' : 'partly a consequence' },
  ];
}

/** Timing is promptness × newness; newness can be told from the figure, so the rest can, too. */
function timingText(timing, evidence) {
  const { count: n = 0, total = 0, usualCount = 0, usualTotal = 0 } = evidence ?? {};
  const newness = total > 0 && usualTotal > 0 && n > 0 ? Math.max(0, 1 - usualCount / usualTotal / (n / total)) : 1;
  if (newness < AGREES) return 'was there before, too';
  return timing >= AGREES * newness ? 'began with the bad events, and is new' : 'began later than the bad events';
}

/** When a change happened, against the bad events: "40 s before the bad events began". */
export function against(at, incident) {
  const seconds = Math.round((Date.parse(began(incident)) - at) / 1000);
  if (seconds === 0) return 'when the bad events began';
  return `${duration(Math.abs(seconds))} ${seconds > 0 ? 'before' : 'after'} the bad events began`;
}

/** An incident for a chat: what a colleague needs who was not there. */
export function summary(incident, now, link) {
  const lines = [
    `${incident.slo} (${incident.severity}): ${incident.service || incident.slo} ${broken(incident, now)}. Times in ${zone(new Date(now))}.`,
    badEvents(incident),
    mostLikely(incident),
    ...incident.causes.slice(1, 3).map(({ sentence }, i) => `${i + 2}. ${ended(sentence)}`),
    incident.affected.length > 0 ? `Affected, too: ${incident.affected.join(', ')}.` : '',
    incident.acknowledged ? `Taken on by ${incident.acknowledged.owner}${incident.acknowledged.note ? `: ${incident.acknowledged.note}` : ''}.` : '',
    `Evidence: ${link}`,
    incident.flows ? `Flows: ${incident.flows}` : '',
  ];
  return lines.filter(Boolean).join('\n');
}

/** The most urgent open incident in a sentence with its causes; calm when none is open. `subject` stands before `text`. */
export function answer(incidents, now) {
  const open = incidents.filter((incident) => incident.open);
  if (open.length === 0) {
    const past = incidents.length === 0 ? 'none ended in the last 7 days' : `${counted(incidents.length, 'incident')} ended in the last 7 days`;
    return { health: 'ok', text: `No incident is open; ${past}.` };
  }
  const first = open.find(({ severity }) => severity === 'page') ?? open[0];
  return { health: 'failing', incident: first, more: open.length - 1 };
}

/** Alerts that are not open: they are held back, about to open, or cannot be judged. */
export function nearAlerts(alerts) {
  return alerts.filter(({ open, heldBack, state }) => !open && (heldBack !== '' || state !== 'ok'));
}
