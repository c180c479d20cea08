import { html, nothing, svg } from '../lib/lit-html/lit-html.js';
import { clock, count, duration, share, zone } from './words.js';

/** What happened over the range, under the top bar: how much, how much of it bad, what is missing, alerts and changes. Drag to select. */

const HEIGHT = 36;
const PLAY_MS = 1500;
const DRAG_PX = 4;
const KINDS = { incident: 'Alert', change: 'Change' };
let playing;

export function strip(app) {
  const asked = app.data.ask('timeline', app.asked());
  const value = asked.value;
  if (value === undefined || value.windows.startMs.length === 0) return bar(app, undefined);
  return bar(app, value);
}

function bar(app, value) {
  const { from, to } = value?.info ?? app.times();
  return html`<div class="timeline">
    <button class="button plain" aria-pressed=${playing !== undefined} aria-label=${playing ? 'Stop' : 'Play'} title="Play the range in steps" @click=${() => play(app)}>
      ${playing ? '❙❙' : '▶'}</button>
    <span class="muted nowrap">${clock(from, app.now())}</span>
    <div class="timeline-area" tabindex="0" role="slider" aria-label="Time; arrow keys move the range" aria-valuemin="0" aria-valuemax="100" aria-valuenow="100"
      aria-valuetext="${clock(from, app.now())} to ${clock(to, app.now())}" @pointerdown=${(event) => drag(event, app, from, to)} @keydown=${(event) => key(event, app)}>
      ${value ? picture(value) : nothing} ${value ? marks(app, value) : nothing}
    </div>
    <span class="muted nowrap">${clock(to, app.now())} <span class="wide">${zone()}</span></span>
  </div>`;
}

function picture({ info, stepSeconds, windows }) {
  const begin = Date.parse(info.from);
  const length = Date.parse(info.to) - begin;
  const most = Math.max(1, ...windows.total);
  const x = (ms) => ((ms - begin) / length) * 1000;
  const wide = Math.max(1, ((stepSeconds * 1000) / length) * 1000 - 0.6);
  return html`<svg viewBox="0 0 1000 ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${told(windows)}>
    <defs><pattern id="missing" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0v5" class="hatch" /></pattern></defs>
    ${windows.startMs.map((ms, i) => {
      const all = (windows.total[i] / most) * (HEIGHT - 2);
      const bad = windows.bad[i] === 0 ? 0 : Math.max(2, (windows.bad[i] / most) * (HEIGHT - 2));
      return svg`<g><title>${clock(ms, new Date(), true)}: ${count(windows.bad[i])} of ${count(windows.total[i])} bad${windows.lost[i] > 0 ? `, ${count(windows.lost[i])} events missing` : ''}</title>
        <rect class="all" x=${x(ms)} y=${HEIGHT - all} width=${wide} height=${all} />
        ${bad > 0 ? svg`<rect class="bad" x=${x(ms)} y=${HEIGHT - bad} width=${wide} height=${bad} />` : nothing}
        ${windows.lost[i] > 0 ? svg`<rect x=${x(ms)} y="0" width=${wide} height=${HEIGHT} fill="url(#missing)" />` : nothing}</g>`;
    })}
  </svg>`;
}

function told({ total, bad }) {
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const all = sum(total);
  return all === 0 ? 'Nothing was counted.' : `${count(sum(bad))} of ${count(all)} requests, connects and queries were bad (${share(sum(bad) / all)}).`;
}

function marks(app, { info, marks: all }) {
  const begin = Date.parse(info.from);
  const length = Date.parse(info.to) - begin;
  return html`<svg class="marks">${all.map((mark) => {
    const at = ((Date.parse(mark.at) - begin) / length) * 100;
    const link = mark.incident ? app.href('alerts', { incident: mark.incident }) : app.href('overview');
    const text = `${KINDS[mark.kind] ?? mark.kind}: ${mark.text}, ${clock(mark.at, app.now(), true)}`;
    return svg`<svg x="${at.toFixed(2)}%" class="mark ${mark.kind}"><a href=${link} aria-label=${text}><title>${text}</title>
      <rect x="-12" width="24" height="24" fill="transparent" /><path d="M-5 0H5L0 8Z" /></a></svg>`;
  })}</svg>`;
}

/** Selects what was dragged over. */
function drag(down, app, from, to) {
  if (down.target.closest('a')) return;
  const area = down.currentTarget;
  const box = area.getBoundingClientRect();
  const chosen = document.createElement('div');
  chosen.className = 'chosen';
  const edges = (event) => [down.clientX, event.clientX].map((x) => Math.min(box.width, Math.max(0, x - box.x))).sort((a, b) => a - b);
  const move = (event) => {
    const [left, right] = edges(event);
    if (right - left < DRAG_PX) return;
    if (!chosen.isConnected) area.append(chosen);
    chosen.style.left = `${left}px`;
    chosen.style.width = `${right - left}px`;
  };
  const up = (event) => {
    area.removeEventListener('pointermove', move);
    chosen.remove();
    const [left, right] = edges(event);
    if (right - left < DRAG_PX) return;
    const begin = Date.parse(from);
    const perPixel = (Date.parse(to) - begin) / box.width;
    const whole = (ms) => Math.round(ms / 10000) * 10000;
    const start = whole(begin + left * perPixel);
    app.go({ range: { live: false, from: new Date(start).toISOString(), to: new Date(Math.max(start + 10000, whole(begin + right * perPixel))).toISOString() } });
  };
  area.setPointerCapture(down.pointerId);
  area.addEventListener('pointermove', move);
  area.addEventListener('pointerup', up, { once: true });
}

function key(event, app) {
  const by = { ArrowLeft: -0.25, ArrowRight: 0.25 }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  app.move(by);
}

/** Walks from the begin of the range to its end in twenty steps, each a twentieth long: what was when. */
function play(app) {
  if (playing) {
    stop(app);
    return;
  }
  const { from, to } = app.times();
  const whole = app.address.range;
  const begin = Date.parse(from);
  const step = Math.max(10_000, Math.round((Date.parse(to) - begin) / 20 / 10_000) * 10_000);
  let at = begin;
  const next = () => {
    if (at >= Date.parse(to)) {
      stop(app);
      app.go({ range: whole }, { replace: true });
      return;
    }
    app.go({ range: { live: false, from: new Date(at).toISOString(), to: new Date(at + step).toISOString() } }, { replace: true });
    at += step;
  };
  playing = setInterval(next, PLAY_MS);
  app.say(`Playing ${duration((Date.parse(to) - begin) / 1000)} in steps of ${duration(step / 1000)}.`);
  next();
}

function stop(app) {
  clearInterval(playing);
  playing = undefined;
  app.redraw();
}

