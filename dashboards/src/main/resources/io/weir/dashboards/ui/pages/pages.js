// The pages, in the order of the rail.
import { overview } from './overview.js';
import { map } from './map.js';
import { flows } from './flows.js';
import { slos } from './slos.js';
import { alerts } from './alerts.js';
import { drops } from './drops.js';
import { dns } from './dns.js';
import { probes } from './probes.js';
import { resources } from './resources.js';

/**
 * @typedef {object} Page
 * @property {string} title
 * @property {(app: object) => unknown} draw what is on it
 * @property {((app: object) => boolean)=} flush true when it fills the whole area and scrolls by itself
 */
export const pages = { overview, map, flows, slos, alerts, drops, dns, probes, resources };
