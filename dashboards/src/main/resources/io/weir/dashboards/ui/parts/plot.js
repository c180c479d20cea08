// A canvas of uPlot inside an element, as a directive: new data is drawn in place, a new theme repaints it, and only another kind of
// picture is made anew. What is on it besides lines and bars (hatching, thresholds, markers) is painted here.

import { noChange } from '../lib/lit-html/lit-html.js';
import { AsyncDirective, directive } from '../lib/lit-html/async-directive.js';
import uPlot from '../lib/uplot/uPlot.esm.js';
import { clock } from '../app/words.js';
import { stacked } from './windows.js';

const GUTTER = 64;
const FONT = '11px system-ui, sans-serif';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const GLYPHS = { alert: '▲', began: '◆', change: '●', end: '■', note: '○' };

class Plot extends AsyncDirective {
  #element;
  #observer;
  #what;
  #plot;
  #shape;
  #drawn;

  update(part, [what]) {
    this.#what = what;
    if (this.#element !== part.element) {
      this.#element = part.element;
      this.#watch();
    } else if (this.#plot) {
      this.#show();
    }
    return noChange;
  }

  /** The size is known when the element is laid out; a chart in a closed fold has none. */
  #watch() {
    this.#observer?.disconnect();
    this.#observer = new ResizeObserver(() => {
      if (this.#element.clientWidth === 0) return;
      if (this.#plot) this.#plot.setSize(this.#size());
      else this.#show();
    });
    this.#observer.observe(this.#element);
  }

  #size() {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight };
  }

  #show() {
    const what = this.#what;
    const shape = `${what.kind} ${what.series.length} ${what.band !== undefined} ${what.sync}`;
    if (shape !== this.#shape) {
      this.#plot?.destroy();
      this.#shape = shape;
      this.#drawn = what;
      this.#plot = new uPlot(options(() => this.#what, this.#size(), (i) => this.#read(i)), data(what), this.#element);
      return;
    }
    const before = this.#drawn;
    this.#drawn = what;
    if (same(before, what)) return;
    this.#plot.batch(() => {
      this.#plot.setData(data(what), false);
      // Also where the ends are the same: the other axis is ranged with it.
      this.#plot.setScale('x', { min: what.from, max: what.to });
    });
  }

  /** Values under the crosshair, in the caption. Nothing is said where it is nowhere. */
  #read(i) {
    const out = this.#element.closest('figure')?.querySelector('.readout');
    if (out) out.textContent = i === null || i === undefined ? '' : reading(this.#what, i);
  }

  disconnected() {
    this.#observer?.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#shape = undefined;
  }

  reconnected() {
    this.#watch();
  }
}

/** Draws a chart into the element it stands on. */
export const plot = directive(Plot);

function same(a, b) {
  const text = ({ theme, from, to, starts, series, band, thresholds, spans, markers, focus }) =>
    JSON.stringify([theme, from, to, starts[0], starts.length, series, band, thresholds, spans, markers, focus]);
  return text(a) === text(b);
}

function reading(what, i) {
  const values = what.series.filter(({ values: all }) => all[i] !== undefined && all[i] !== null);
  const names = what.series.length > 1;
  const text = values.map(({ name, values: all }) => `${names ? `${name} ` : ''}${what.unit.text(all[i])}`);
  return `${clock(what.starts[i], new Date(), what.stepMs < MINUTE_MS)}: ${text.length === 0 ? 'nothing' : text.join(', ')}`;
}

function data(what) {
  const clean = (values) => values.map((value) => value ?? null);
  if (what.kind === 'stack') {
    // The tallest first: what is drawn later stands before it.
    return [what.starts, ...stacked(what.series.map(({ values }) => values)).reverse().map((tops) => tops.map((top) => (top === 0 ? null : top)))];
  }
  const band = what.band === undefined ? [] : [clean(what.band.high), clean(what.band.low)];
  return [what.starts, ...what.series.map(({ values }) => clean(values)), ...band];
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

const seriesColour = (n) => colour(`series-${(n % 5) + 1}`);

function options(what, size, read) {
  return {
    ...size,
    ms: 1,
    padding: [14, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { size: what().kind === 'stack' ? 0 : 6 },
      sync: { key: what().sync, scales: ['x', null], setSeries: false },
    },
    scales: {
      x: { time: true, range: () => [what().from, what().to] },
      y: { range: (_, min, max) => range(what(), min, max) },
    },
    axes: [
      { stroke: () => colour('muted'), font: FONT, size: 24, gap: 4, space: 76, grid: grid(), ticks: { ...grid(), size: 4 }, values: (_, splits, __, ___, increment) => times(splits, increment) },
      {
        stroke: () => colour('muted'), font: FONT, size: GUTTER, gap: 6, space: 26, grid: grid(), ticks: { show: false },
        values: (_, splits, __, ___, increment) => splits.map((value) => what().unit.tick(value, increment)),
      },
    ],
    series: [{}, ...lines(what)],
    bands: what().band === undefined ? [] : [{ series: [what().series.length + 1, what().series.length + 2], fill: () => `${seriesColour(0)}33` }],
    hooks: {
      drawAxes: [(u) => paintSpans(u, what())],
      draw: [(u) => paintThresholds(u, what()), (u) => paintMarkers(u, what())],
      setCursor: [(u) => read(u.cursor.left >= 0 ? u.cursor.idx : undefined)],
    },
  };
}

function grid() {
  return { stroke: () => colour('line'), width: 1 };
}

function lines(what) {
  const { kind, series, band } = what();
  if (kind === 'stack') {
    const bars = uPlot.paths.bars({ size: [1, Infinity], align: 1, gap: 1 });
    // As in `data`, from the top of the stack down.
    return series.map((_, n) => ({ paths: bars, points: { show: false }, width: 0, fill: () => seriesColour(series.length - 1 - n), stroke: () => seriesColour(series.length - 1 - n) }));
  }
  const line = series.map((_, n) => ({ stroke: () => seriesColour(n), width: 1.75, points: { show: false, filter: alone, size: 4, fill: () => seriesColour(n) } }));
  const edge = { stroke: () => 'transparent', width: 0, points: { show: false } };
  return band === undefined ? line : [...line, edge, edge];
}

/** Points are shown only where no line can be: between two gaps. */
function alone(u, series) {
  const values = u.data[series];
  const known = (i) => values[i] !== null && values[i] !== undefined;
  return values.map((_, i) => i).filter((i) => known(i) && !known(i - 1) && !known(i + 1));
}

/** The axis takes in thresholds; a share never goes beyond 1, a count begins at 0. */
function range(what, dataMin, dataMax) {
  const limits = (what.thresholds ?? []).map(({ value }) => value);
  let min = Math.min(dataMin ?? Infinity, ...limits);
  let max = Math.max(dataMax ?? -Infinity, ...limits);
  if (!(min <= max)) [min, max] = [0, 1];
  if (what.floor !== undefined) min = what.floor;
  if (what.ceiling !== undefined) max = what.ceiling;
  const slack = (max - min || Math.abs(max) || 1) * 0.08;
  const below = min >= 0 ? Math.max(0, min - slack) : min - slack;
  return [what.floor === undefined ? below : min, what.ceiling === undefined ? max + slack : max];
}

function times(splits, increment) {
  return splits.map((at) => {
    const date = new Date(at);
    const midnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
    if (increment >= DAY_MS || (midnight && increment >= MINUTE_MS)) {
      return `${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
    }
    return clock(at, at, increment < MINUTE_MS);
  });
}

function paintSpans(u, what) {
  const { ctx, bbox } = u;
  const painted = what.focus ? [{ ...what.focus, kind: 'focus' }, ...(what.spans ?? [])] : what.spans ?? [];
  for (const span of painted) {
    const left = Math.max(bbox.left, u.valToPos(span.from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(span.to, 'x', true));
    if (right <= left) continue;
    ctx.save();
    if (span.kind === 'silent') {
      ctx.strokeStyle = colour('hatch');
      ctx.setLineDash([uPlot.pxRatio, 4 * uPlot.pxRatio]);
      ctx.lineWidth = uPlot.pxRatio;
      ctx.beginPath();
      ctx.moveTo(left, bbox.top + bbox.height - 2 * uPlot.pxRatio);
      ctx.lineTo(right, bbox.top + bbox.height - 2 * uPlot.pxRatio);
      ctx.stroke();
    } else {
      ctx.fillStyle = span.kind === 'focus' ? colour('info-soft') : hatching(ctx, span.kind === 'missing' ? colour('warn') : colour('line'));
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    const text = SPAN_WORDS[span.kind]?.(span);
    label(ctx, text, left + 4 * uPlot.pxRatio, bbox.top + 12 * uPlot.pxRatio, right - left - 8 * uPlot.pxRatio);
    ctx.restore();
  }
}

const SPAN_WORDS = { missing: () => 'incomplete', unkept: () => 'nothing kept', pending: () => 'not counted yet' };

function label(ctx, text, x, y, room) {
  if (text === undefined) return;
  ctx.font = font();
  if (ctx.measureText(text).width > room) return;
  ctx.fillStyle = colour('muted');
  ctx.textAlign = 'left';
  ctx.fillText(text, x, y);
}

function font() {
  return FONT.replace('11', String(11 * uPlot.pxRatio));
}

function hatching(ctx, stroke) {
  const size = 8 * uPlot.pxRatio;
  const tile = new OffscreenCanvas(size, size);
  const pen = tile.getContext('2d');
  pen.strokeStyle = stroke;
  pen.lineWidth = uPlot.pxRatio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat');
}

function paintThresholds(u, what) {
  const { ctx, bbox } = u;
  for (const { value, label: text } of what.thresholds ?? []) {
    const y = Math.round(u.valToPos(value, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = colour('text');
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash([6 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = font();
    ctx.textAlign = 'right';
    const above = y - bbox.top > 16 * uPlot.pxRatio;
    const x = bbox.left + bbox.width - 2 * uPlot.pxRatio;
    const at = above ? y - 4 * uPlot.pxRatio : y + 12 * uPlot.pxRatio;
    ctx.strokeStyle = colour('surface');
    ctx.lineWidth = 3 * uPlot.pxRatio;
    ctx.setLineDash([]);
    ctx.strokeText(text, x, at);
    ctx.fillStyle = colour('text');
    ctx.fillText(text, x, at);
    ctx.restore();
  }
}

function paintMarkers(u, what) {
  const { ctx, bbox } = u;
  for (const { at, kind } of what.markers ?? []) {
    const x = Math.round(u.valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    const ink = kind === 'alert' ? colour('bad') : colour('muted');
    ctx.strokeStyle = ink;
    ctx.globalAlpha = 0.55;
    ctx.lineWidth = uPlot.pxRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.font = font();
    ctx.textAlign = 'center';
    ctx.fillStyle = ink;
    ctx.fillText(GLYPHS[kind] ?? GLYPHS.note, x, bbox.top - 3 * uPlot.pxRatio);
    ctx.restore();
  }
}

export { GLYPHS };
