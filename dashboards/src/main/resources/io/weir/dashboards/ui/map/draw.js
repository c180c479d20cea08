// Draws a scene on a canvas. Positions are in the scene's own pixels; `view` says which of them are on the screen and how large.

import { along, curve } from './geometry.js';
import { width } from './scene.js';
import { layerName } from '../parts/health.js';
import { middle, rate, share } from '../app/words.js';

const DIM = 0.22;
// Above this many lines the healthy ones step back, so that what fails is seen.
const CROWD = 250;
const QUIET = 0.4;
// Room for the shield of a policy before the words.
const SHIELD = 13;
const TEXT_SCALE_MIN = 0.45;
const DETAIL_SCALE_MIN = 0.85;

/** The colours and fonts of the theme, read once a theme. */
export function tokens(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    bg: of('--bg'),
    surface: of('--surface'),
    raised: of('--raised'),
    line: of('--line'),
    text: of('--text'),
    muted: of('--muted'),
    edge: of('--hatch'),
    info: of('--info'),
    added: of('--series-2'),
    font: style.fontFamily,
    health: { failing: of('--bad'), degraded: of('--warn'), ok: of('--ok'), unknown: of('--hatch') },
    words: { failing: of('--bad-text'), degraded: of('--warn-text') },
  };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {object} scene of `scene.js`
 * @param {{x: number, y: number, scale: number, width: number, height: number, ratio: number}} view
 * @param {{selected?: string, lit?: Set<string>}} marks `lit`: boxes to keep bright while the rest is dimmed
 */
export function draw(pen, scene, view, theme, marks) {
  pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  pen.fillStyle = theme.bg;
  pen.fillRect(0, 0, view.width, view.height);
  const scaled = view.ratio * view.scale;
  pen.setTransform(scaled, 0, 0, scaled, -view.x * scaled, -view.y * scaled);
  const seen = window(view);
  const bright = (line) => !marks.lit || (marks.lit.has(line.from) && marks.lit.has(line.to));

  for (const group of scene.groups) if (group.open && crosses(group.box, seen)) frame(pen, group, view, theme);
  const visible = scene.lines.filter((line) => near(line, seen));
  const calm = visible.length > CROWD ? QUIET : 1;
  for (const line of visible) stroke(pen, line, view, theme, bright(line) ? calm : DIM, marks.selected);
  pen.globalAlpha = 1;
  for (const group of scene.groups) {
    if (!group.open && crosses(group.box, seen)) card(pen, closed(group), view, theme, lit(marks, group.id), marks.selected);
  }
  for (const node of scene.nodes) {
    if (crosses(node.box, seen)) card(pen, { ...node, title: node.name, detail: detail(node) }, view, theme, lit(marks, node.id), marks.selected);
  }
  pen.globalAlpha = 1;
  labels(
    pen,
    visible.filter((line) => bright(line)),
    [...scene.nodes, ...scene.groups.filter((group) => !group.open)].filter(({ box }) => crosses(box, seen)),
    view,
    theme,
  );
  titles(pen, scene.groups.filter((group) => group.open && crosses(group.box, seen)), view, theme);
}

const lit = (marks, id) => !marks.lit || marks.lit.has(id);

function window({ x, y, scale, width: w, height: h }) {
  return { x, y, width: w / scale, height: h / scale };
}

function crosses(box, seen) {
  return box.x < seen.x + seen.width && box.x + box.width > seen.x && box.y < seen.y + seen.height && box.y + box.height > seen.y;
}

function near({ fromBox: a, toBox: b }, seen) {
  const margin = 180;
  const x = Math.min(a.x, b.x) - margin;
  const y = Math.min(a.y, b.y) - margin;
  const box = { x, y, width: Math.max(a.x + a.width, b.x + b.width) + margin - x, height: Math.max(a.y + a.height, b.y + b.height) + margin - y };
  return crosses(box, seen);
}

function frame(pen, group, view, theme) {
  const { box } = group;
  rounded(pen, box, 10);
  pen.globalAlpha = 1;
  pen.fillStyle = theme.raised;
  pen.fill();
  pen.lineWidth = 1 / view.scale;
  pen.strokeStyle = theme.line;
  pen.stroke();
}

function stroke(pen, line, view, theme, calm, selected) {
  const path = (line.curve ??= curve(line.fromBox, line.toBox));
  const unhealthy = line.health === 'failing' || line.health === 'degraded';
  const chosen = selected !== undefined && line.edges.some((edge) => `edge:${edge.id}` === selected);
  pen.globalAlpha = calm === DIM ? DIM : unhealthy || chosen ? 1 : line.change === 'gone' ? 0.45 : calm;
  pen.strokeStyle = colour(line, theme, chosen);
  const wide = Math.max(width(line.rate), unhealthy ? 2 / Math.min(1, view.scale) : 1);
  pen.lineWidth = chosen ? wide + 2 : wide;
  pen.setLineDash(unhealthy && line.connection ? [8, 5] : line.change === 'gone' ? [2, 5] : []);
  pen.beginPath();
  pen.moveTo(path.x1, path.y1);
  pen.bezierCurveTo(path.cx1, path.cy1, path.cx2, path.cy2, path.x2, path.y2);
  pen.stroke();
  pen.setLineDash([]);
  if (view.scale > 0.25) arrow(pen, path, wide);
}

function colour(line, theme, chosen) {
  if (chosen) return theme.info;
  if (line.change === 'new') return theme.added;
  if (line.change === 'improved') return theme.info;
  if (line.change === 'degraded') return theme.health.failing;
  if (line.change === 'same' || line.change === 'gone') return theme.edge;
  return line.health === 'failing' || line.health === 'degraded' ? theme.health[line.health] : theme.edge;
}

function arrow(pen, path, wide) {
  const tail = along(path, 0.96);
  const angle = Math.atan2(path.y2 - tail.y, path.x2 - tail.x);
  const length = 7 + wide;
  pen.fillStyle = pen.strokeStyle;
  pen.beginPath();
  pen.moveTo(path.x2, path.y2);
  pen.lineTo(path.x2 - length * Math.cos(angle - 0.4), path.y2 - length * Math.sin(angle - 0.4));
  pen.lineTo(path.x2 - length * Math.cos(angle + 0.4), path.y2 - length * Math.sin(angle + 0.4));
  pen.fill();
}

function closed(group) {
  return { ...group, title: group.label, detail: `${group.workloads} workloads`, stacked: true };
}

function detail(node) {
  if (!node.ratePerSecond) return '';
  const bad = node.badRatio > 0 ? ` · ${share(node.badRatio)} bad` : '';
  return `${rate(node.ratePerSecond)}${bad}`;
}

function card(pen, thing, view, theme, bright, selected) {
  const { box } = thing;
  const chosen = selected === `service:${thing.id}`;
  pen.globalAlpha = bright ? (thing.change === 'gone' ? 0.5 : 1) : DIM;
  if (thing.stacked) {
    rounded(pen, { ...box, x: box.x + 4, y: box.y + 4 }, 6);
    pen.fillStyle = theme.raised;
    pen.fill();
    outline(pen, theme.line, 1 / view.scale);
  }
  rounded(pen, box, 6);
  pen.fillStyle = theme.surface;
  pen.fill();
  if (chosen) outline(pen, theme.info, 2.5);
  else if (thing.change === 'new') outline(pen, theme.added, 2);
  else outline(pen, thing.health === 'failing' ? theme.health.failing : theme.line, thing.health === 'failing' ? 1.5 : 1 / Math.min(1, view.scale));
  bar(pen, thing, theme);
  if (view.scale < TEXT_SCALE_MIN) return;
  const showDetail = view.scale >= DETAIL_SCALE_MIN && thing.detail;
  pen.fillStyle = theme.text;
  pen.font = `600 13px ${theme.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(fitting(pen, thing.title, box.width - 26), box.x + 14, box.y + (showDetail ? 15 : box.height / 2));
  if (showDetail) {
    pen.fillStyle = theme.words[thing.health] ?? theme.muted;
    pen.font = `400 12px ${theme.font}`;
    pen.fillText(thing.detail, box.x + 14, box.y + 31);
  }
}

/** Health at the left edge: full for failing, two thirds for degraded, a hairline for healthy, so that it is not told by colour alone. */
function bar(pen, { box, health }, theme) {
  const part = { failing: 1, degraded: 0.66 }[health] ?? 0.33;
  const height = (box.height - 12) * part;
  pen.fillStyle = theme.health[health] ?? theme.health.unknown;
  pen.fillRect(box.x + 5, box.y + (box.height - height) / 2, health === 'failing' || health === 'degraded' ? 4 : 2, height);
}

function outline(pen, colour, wide) {
  pen.strokeStyle = colour;
  pen.lineWidth = wide;
  pen.stroke();
}

const fits = new Map();

/** Text that fits, measured once. */
function fitting(pen, text, wide) {
  const known = fits.get(text);
  if (known !== undefined) return known;
  let fit = text;
  for (let max = Math.min(text.length, 40); pen.measureText(fit).width > wide && max > 4; max--) fit = middle(text, max);
  if (fits.size > 5000) fits.clear();
  fits.set(text, fit);
  return fit;
}

/** Failing edges keep their words at every zoom: all of them where there is room, else the figure alone. */
function labels(pen, lines, cards, view, theme) {
  pen.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
  pen.font = `600 12px ${theme.font}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const taken = cards.map(({ box }) => onScreen(box, view));
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    const texts = words(line);
    if (texts.length === 0) continue;
    const spot = texts.map((text) => spotOf(pen, line, text, view, taken)).find((found) => found !== undefined);
    if (spot === undefined) continue;
    taken.push(spot.box);
    label(pen, line, spot, theme);
  }
}

function label(pen, line, { text, box }, theme) {
  pen.fillStyle = theme.surface;
  rounded(pen, box, 4);
  pen.fill();
  outline(pen, theme.line, 1);
  pen.fillStyle = theme.words[line.health] ?? theme.muted;
  if (line.denied) shield(pen, box.x + 6, box.y + 4);
  pen.fillText(text, box.x + (box.width + (line.denied ? SHIELD : 0)) / 2, box.y + box.height / 2 + 0.5);
}

function onScreen({ x, y, width: w, height: h }, view) {
  return { x: (x - view.x) * view.scale, y: (y - view.y) * view.scale, width: w * view.scale, height: h * view.scale };
}

/** A place on the line, or just beside it, where nothing else is. */
function spotOf(pen, line, text, view, taken) {
  const wide = pen.measureText(text).width + 12 + (line.denied ? SHIELD : 0);
  for (const t of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
    const at = along(line.curve, t);
    const x = (at.x - view.x) * view.scale - wide / 2;
    const y = (at.y - view.y) * view.scale - 9;
    for (const aside of [0, -16, 16]) {
      const box = { x, y: y + aside, width: wide, height: 18 };
      if (!taken.some((other) => crosses(other, box))) return { text, box };
    }
  }
  return undefined;
}

const SIGNS = { new: '+ new', gone: '– gone', degraded: 'Δ worse', improved: 'Δ better' };

/** What a line says of itself, the longest first; nothing when all is well. */
export function words(line) {
  if (SIGNS[line.change]) return [SIGNS[line.change], SIGNS[line.change].slice(0, 1)];
  if (line.change === 'same' || line.health !== 'failing') return line.denied ? ['denied'] : [];
  const layer = layerName(line.worst.layer);
  return line.badRatio === undefined ? [layer] : [`${share(line.badRatio)} · ${layer}`, share(line.badRatio)];
}

function shield(pen, x, y) {
  pen.beginPath();
  pen.moveTo(x, y + 1);
  pen.lineTo(x + 4, y);
  pen.lineTo(x + 8, y + 1);
  pen.quadraticCurveTo(x + 8, y + 8, x + 4, y + 10);
  pen.quadraticCurveTo(x, y + 8, x, y + 1);
  pen.fill();
}

function titles(pen, groups, view, theme) {
  pen.font = `600 13px ${theme.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = theme.muted;
  for (const { label, box } of groups) {
    const wide = box.width * view.scale - 20;
    if (wide < 40) continue;
    const x = Math.max((box.x - view.x) * view.scale + 10, 6);
    pen.fillText(middle(label, Math.max(6, Math.floor(wide / 8))), x, (box.y - view.y) * view.scale + Math.min(15, 15 * view.scale + 4));
  }
}

function rounded(pen, { x, y, width: w, height: h }, radius) {
  pen.beginPath();
  pen.roundRect(x, y, w, h, radius);
}
