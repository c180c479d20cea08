// The map on the screen: moves, zooms, says what was pointed at. While it is moved the last picture is moved, which is cheap; when it
// rests everything is drawn anew.

import { draw, tokens } from './draw.js';
import { along, curve } from './geometry.js';

const SCALE = { min: 0.05, max: 3 };
const MARGIN = 32;
const REST_MS = 90;
const CLICK_PX = 5;
const EDGE_PX = 7;

export class MapView {
  #canvas;
  #pen;
  #scene;
  #theme;
  #themeName;
  #view = { x: 0, y: 0, scale: 1, width: 0, height: 0, ratio: 1 };
  #fitted = false;
  #first;
  #marks = {};
  #hovered;
  #moving;
  #rest;
  #pending = false;
  #pointers = new Map();
  #on = {};

  /** @param {HTMLCanvasElement} canvas is the view's from now on */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d', { alpha: false });
    new ResizeObserver(() => this.#resize()).observe(canvas.parentElement);
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('pointerdown', (event) => this.#down(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#up(event));
    canvas.addEventListener('pointercancel', (event) => this.#pointers.delete(event.pointerId));
    canvas.addEventListener('pointerleave', () => this.#hover(undefined));
    canvas.addEventListener('dblclick', (event) => this.#double(event));
    canvas.addEventListener('keydown', (event) => this.#key(event));
    this.#resize();
  }

  /**
   * Shows a scene; the part of it that is on the screen stays.
   *
   * @param {{selected?: string, theme: string, at?: {x: number, y: number, scale: number}}} how `at`: the middle, when nothing is shown yet
   * @param {{open: (thing: object) => void, focus: (thing: object) => void, moved: (at: object) => void, toggle: (group: object) => void}} on
   */
  show(scene, how, on) {
    this.#scene = scene;
    this.#on = on;
    this.#marks = { ...this.#marks, selected: how.selected };
    if (how.theme !== this.#themeName) {
      this.#theme = tokens(document.documentElement);
      this.#theme.font = getComputedStyle(document.body).fontFamily;
      this.#themeName = how.theme;
    }
    this.#first = how.at;
    this.#later();
  }

  /** Zooms so that all is seen. */
  fit() {
    this.#centre(this.#whole());
    this.#settle();
  }

  #whole() {
    const { width, height } = this.#view;
    const scale = Math.min(1.1, (width - 2 * MARGIN) / this.#scene.width, (height - 2 * MARGIN) / this.#scene.height);
    return { x: this.#scene.width / 2, y: this.#scene.height / 2, scale: Math.max(SCALE.min, scale) };
  }

  /** Zooms by a factor around the middle, or around a place on the screen. */
  zoom(factor, at = { x: this.#view.width / 2, y: this.#view.height / 2 }) {
    const { x, y, scale } = this.#view;
    const next = Math.min(SCALE.max, Math.max(SCALE.min, scale * factor));
    this.#begin();
    this.#view = { ...this.#view, scale: next, x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next };
    this.#shift();
  }

  #pan(dx, dy) {
    this.#begin();
    this.#view = { ...this.#view, x: this.#view.x - dx / this.#view.scale, y: this.#view.y - dy / this.#view.scale };
    this.#shift();
  }

  #centre({ x, y, scale }) {
    this.#view = { ...this.#view, scale, x: x - this.#view.width / scale / 2, y: y - this.#view.height / scale / 2 };
  }

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.#canvas.parentElement;
    const ratio = devicePixelRatio || 1;
    if (width === this.#view.width && height === this.#view.height && ratio === this.#view.ratio) return;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    this.#view = { ...this.#view, width, height, ratio };
    if (this.#scene) this.#draw();
  }

  #later() {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => {
      this.#pending = false;
      if (!this.#moving) this.#draw();
    });
  }

  #draw() {
    if (this.#scene === undefined || this.#view.width === 0 || this.#scene.width === 0) return;
    if (!this.#fitted) {
      this.#fitted = true;
      this.#centre(this.#first ?? this.#whole());
    }
    const began = performance.now();
    draw(this.#pen, this.#scene, this.#view, this.#theme, this.#marks);
    this.#canvas.dataset.drawMs = (performance.now() - began).toFixed(1);
    this.#canvas.dataset.draws = String(Number(this.#canvas.dataset.draws ?? 0) + 1);
  }

  /** Keeps the picture of now, to be moved about. */
  #begin() {
    if (this.#moving) return;
    const picture = new OffscreenCanvas(this.#canvas.width, this.#canvas.height);
    picture.getContext('2d', { alpha: false }).drawImage(this.#canvas, 0, 0);
    this.#moving = { picture, view: this.#view };
  }

  #shift() {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#settle(), REST_MS);
    if (this.#moving.pending) return;
    this.#moving.pending = true;
    requestAnimationFrame(() => {
      if (!this.#moving) return;
      this.#moving.pending = false;
      const { picture, view: was } = this.#moving;
      const { x, y, scale, ratio } = this.#view;
      this.#pen.setTransform(1, 0, 0, 1, 0, 0);
      this.#pen.fillStyle = this.#theme.bg;
      this.#pen.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
      const zoom = scale / was.scale;
      this.#pen.drawImage(picture, (was.x - x) * scale * ratio, (was.y - y) * scale * ratio, picture.width * zoom, picture.height * zoom);
      this.#canvas.dataset.frames = String(Number(this.#canvas.dataset.frames ?? 0) + 1);
    });
  }

  #settle() {
    this.#moving = undefined;
    this.#draw();
    const { x, y, width, height, scale } = this.#view;
    this.#on.moved?.({ x: Math.round(x + width / scale / 2), y: Math.round(y + height / scale / 2), scale: Number(scale.toFixed(3)) });
  }

  #wheel(event) {
    event.preventDefault();
    const box = this.#canvas.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), { x: event.clientX - box.x, y: event.clientY - box.y });
  }

  #down(event) {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, startX: event.clientX, startY: event.clientY });
  }

  #move(event) {
    const pointer = this.#pointers.get(event.pointerId);
    if (pointer === undefined) {
      this.#hover(this.#under(event));
      return;
    }
    const before = [...this.#pointers.values()].map(({ x, y }) => ({ x, y }));
    const [dx, dy] = [event.clientX - pointer.x, event.clientY - pointer.y];
    pointer.x = event.clientX;
    pointer.y = event.clientY;
    if (this.#pointers.size === 1) {
      if (Math.hypot(event.clientX - pointer.startX, event.clientY - pointer.startY) > CLICK_PX || this.#moving) this.#pan(dx, dy);
    } else if (this.#pointers.size === 2) {
      this.#pinch(before, [...this.#pointers.values()]);
    }
  }

  #pinch(before, after) {
    const spread = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y);
    const box = this.#canvas.getBoundingClientRect();
    const centre = ([a, b]) => ({ x: (a.x + b.x) / 2 - box.x, y: (a.y + b.y) / 2 - box.y });
    this.zoom(spread(after) / Math.max(1, spread(before)), centre(after));
  }

  #up(event) {
    const pointer = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (pointer === undefined || Math.hypot(event.clientX - pointer.startX, event.clientY - pointer.startY) > CLICK_PX) return;
    const thing = this.#under(event);
    if (thing?.title) this.#on.toggle?.(thing.group);
    else this.#on.open?.(thing);
  }

  #double(event) {
    const thing = this.#under(event);
    if (thing?.node) this.#on.focus?.(thing);
    else if (thing?.group) this.#on.toggle?.(thing.group);
  }

  #key(event) {
    const step = 60;
    const pans = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (pans[event.key]) this.#pan(...pans[event.key]);
    else if (event.key === '0') this.fit();
    else return;
    event.preventDefault();
  }

  #hover(thing) {
    const id = thing?.node?.id ?? (thing?.group && !thing.group.open ? thing.group.id : undefined) ?? thing?.line?.key;
    this.#canvas.style.cursor = thing ? 'pointer' : 'grab';
    if (id === this.#hovered) return;
    this.#hovered = id;
    this.#marks = { ...this.#marks, lit: thing && !thing.title ? this.#neighbours(thing) : undefined };
    this.#on.hover?.(thing);
    this.#later();
  }

  #neighbours(thing) {
    if (thing.line) return new Set([thing.line.from, thing.line.to]);
    const id = thing.node?.id ?? thing.group.id;
    const near = new Set([id]);
    for (const line of this.#scene.lines) {
      if (line.from === id) near.add(line.to);
      if (line.to === id) near.add(line.from);
    }
    return near;
  }

  /** What is under the pointer: a node, a closed group, the title of an open one, or a line. */
  #under(event) {
    if (this.#scene === undefined) return undefined;
    const box = this.#canvas.getBoundingClientRect();
    const { x: left, y: top, scale } = this.#view;
    const x = left + (event.clientX - box.x) / scale;
    const y = top + (event.clientY - box.y) / scale;
    const within = ({ box: b }) => x >= b.x && x <= b.x + b.width && y >= b.y && y <= b.y + b.height;
    const node = this.#scene.nodes.find(within);
    if (node) return { node };
    const group = this.#scene.groups.find(within);
    if (group && !group.open) return { group };
    const line = this.#lineAt(x, y, EDGE_PX / scale);
    if (line) return { line };
    if (group && y <= group.box.y + 30) return { group, title: true };
    return undefined;
  }

  #lineAt(x, y, reach) {
    let best;
    let nearest = reach;
    for (const line of this.#scene.lines) {
      const path = (line.curve ??= curve(line.fromBox, line.toBox));
      if (x < Math.min(path.x1, path.x2, path.cx2) - reach || x > Math.max(path.x1, path.x2, path.cx1) + reach) continue;
      for (let i = 1; i < 24; i++) {
        const at = along(path, i / 24);
        const next = along(path, (i + 1) / 24);
        const distance = toSegment(x, y, at, next);
        if (distance < nearest) {
          nearest = distance;
          best = line;
        }
      }
    }
    return best;
  }
}

function toSegment(x, y, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}
