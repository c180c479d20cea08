import { clock, counted } from '../app/words.js';

/**
 * A chart in words: what a glance at it would say. Pure.
 *
 * @param {import('./chart.js').Chart} what
 */
export function described({ title, unit, series, from, to, thresholds = [], spans = [], markers = [], kind }) {
  const parts = series.map(({ name, values }) => {
    const known = values.filter((value) => value !== undefined);
    if (known.length === 0) return `${name}: nothing`;
    const [low, high, last] = [Math.min(...known), Math.max(...known), known.at(-1)];
    if (kind === 'stack') return `${name}: ${unit.text(known.reduce((a, b) => a + b, 0))} in all, at most ${unit.text(high)} at once`;
    return `${name}: between ${unit.text(low)} and ${unit.text(high)}, last ${unit.text(last)}`;
  });
  const missing = spans.filter((span) => span.kind === 'missing');
  return [
    `${title}, ${clock(from)} to ${clock(to)}`,
    ...parts,
    ...thresholds.map(({ label }) => label),
    ...(missing.length > 0 ? [`incomplete in ${counted(missing.length, 'span')}`] : []),
    ...markers.filter(({ at }) => at >= from && at <= to).map(({ at, label }) => `${clock(at)} ${label}`),
  ].join('. ');
}
