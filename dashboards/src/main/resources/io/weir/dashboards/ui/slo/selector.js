// Which series of an indicator an objective counts. Pure.

const NAMESPACE = 1;
const NAME = 3;

/** The match that a fanned-out objective is for: "latency[shop/shop/Deployment/cart]". Empty without fan-out. */
export function matchOf(id) {
  const at = id.indexOf('[');
  return at < 0 ? '' : id.slice(at + 1, -1);
}

/**
 * Parameters of `slis` that give at least the series that count. Undefined where the server does not say which these are.
 *
 * @param {object} slo a row of `slos`
 */
export function question(slo) {
  if (!slo.selector) return undefined;
  const { probe } = slo.selector;
  if (probe) return { indicator: slo.indicator, probe: probe === '*' ? matchOf(slo.slo) : probe };
  const edges = ofEdges(slo.selector);
  const server = named(serverOf(slo));
  return { indicator: slo.indicator, by: edges ? 'edge' : 'service', [edges ? 'to' : 'service']: server };
}

/** Parameters of `slis` for the same, caller by caller; undefined for probes. */
export function callersQuestion(slo) {
  if (!slo.selector || slo.selector.probe) return undefined;
  return { indicator: slo.indicator, by: 'edge', to: named(serverOf(slo)) };
}

/** Whether a row of the answer to `question` counts. */
export function counts(slo, row) {
  const { selector } = slo;
  const match = matchOf(slo.slo);
  if (selector.probe) return row.probe !== undefined && (selector.probe === '*' ? match === '' || row.probe === match : row.probe === selector.probe);
  if (row.probe !== undefined || (row.client !== undefined) !== ofEdges(selector)) return false;
  if (selector.fanOut === 'service' && peerText(row.server) !== match) return false;
  if (selector.fanOut === 'edge' && edgeText(row) !== match) return false;
  return comesFrom(slo, row);
}

/** Whether a row of the answer to `callersQuestion` is a part of what counts. */
export function comesFrom({ selector, slo }, row) {
  const match = matchOf(slo);
  return (
    like(selector.server, row.server) &&
    (selector.client === undefined || (row.client !== undefined && like(selector.client, row.client))) &&
    (selector.port === undefined || selector.port === row.port) &&
    (selector.protocol === undefined || selector.protocol === row.protocol) &&
    (selector.fanOut !== 'service' || peerText(row.server) === match) &&
    (selector.fanOut !== 'edge' || edgeText(row) === match)
  );
}

/** The service an objective is about, as other questions name it: "shop/payment". Undefined for patterns that mean several. */
export function serviceOf(slo) {
  return slo.selector && !slo.selector.probe ? named(serverOf(slo)) : undefined;
}

/** The namespace of the service, where there is one. */
export function namespaceOf(slo) {
  const probe = slo.selector?.probe;
  const text = probe ? (probe === '*' ? matchOf(slo.slo) : probe).split('/')[0] : serverOf(slo)?.split('/')[NAMESPACE];
  return text === undefined || text === '' || text.includes('*') ? undefined : text;
}

function ofEdges({ client, port, protocol, fanOut }) {
  return client !== undefined || port !== undefined || protocol !== undefined || fanOut === 'edge';
}

function serverOf({ selector, slo }) {
  const match = matchOf(slo);
  if (selector?.fanOut === 'service' && match !== '') return match;
  // client>server>protocol:port
  if (selector?.fanOut === 'edge' && match !== '') return match.split('>')[1];
  return selector?.server;
}

/** "*\/shop/*\/payment" -> "shop/payment"; undefined where the name is a pattern. */
function named(pattern) {
  const parts = (pattern ?? '').split('/');
  const [namespace, name] = [parts[NAMESPACE], parts[NAME]];
  if (!name || name.includes('*') || !namespace) return undefined;
  return namespace.includes('*') ? name : `${namespace}/${name}`;
}

function like(pattern, peer) {
  if (pattern === undefined || peer === undefined) return false;
  const texts = [peer.cluster, peer.namespace, peer.kind, peer.name];
  const parts = pattern.split('/');
  return parts.length === texts.length && parts.every((part, i) => glob(part, texts[i] ?? ''));
}

function glob(part, text) {
  const escaped = part.split(/\*+/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(text);
}

function peerText({ cluster = '', namespace = '', kind = '', name = '' }) {
  return `${cluster}/${namespace}/${kind}/${name}`;
}

function edgeText(row) {
  return row.client === undefined ? '' : `${peerText(row.client)}>${peerText(row.server)}>${row.protocol}:${row.port}`;
}
