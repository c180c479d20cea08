import { html } from '../lib/lit-html/lit-html.js';
import { servicePanel } from './service.js';
import { edgePanel } from './edge.js';
import { flowPanel } from './flow.js';
import { dropPanel } from './drop.js';
import { dnsPanel } from './dns.js';
import { probePanel } from './probe.js';
import { resourcePanel } from './resource.js';

const KINDS = { service: servicePanel, edge: edgePanel, flow: flowPanel, drop: dropPanel, dns: dnsPanel, probe: probePanel, resource: resourcePanel };
const WIDTH = { min: 320, max: 900 };

/** What `sel` of the address selects: `kind:id`. Undefined for what has no panel. */
export function panelOf(selection) {
  const at = selection?.indexOf(':') ?? -1;
  const kind = selection?.slice(0, at);
  return KINDS[kind] === undefined ? undefined : { kind, id: selection.slice(at + 1) };
}

/** The panel at the right for whatever is selected. */
export function panel(app, { kind, id }) {
  return html`<aside class="panel" aria-label="Details" id="panel">
    <div class="grip" @pointerdown=${resize} aria-hidden="true"></div>
    ${KINDS[kind](app, id)}
  </aside>`;
}

function resize(down) {
  const frame = down.target.closest('.frame');
  const move = (event) => {
    const width = Math.min(WIDTH.max, Math.max(WIDTH.min, innerWidth - event.clientX));
    frame.style.setProperty('--panel-width', `${width}px`);
  };
  down.target.setPointerCapture(down.pointerId);
  down.target.addEventListener('pointermove', move);
  down.target.addEventListener('pointerup', () => down.target.removeEventListener('pointermove', move), { once: true });
}
