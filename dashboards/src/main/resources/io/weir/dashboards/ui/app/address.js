// What the address says, and back. The address is the whole state of the picture: page, scope, time, filters, selection.
// Pure: no window, no history.

export const PAGES = ['overview', 'map', 'flows', 'slos', 'alerts', 'drops', 'dns', 'probes', 'resources'];
export const SPANS = ['5m', '15m', '1h', '6h', '24h', '7d'];
const DEFAULT_SPAN = '15m';
const UNITS = { s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of a span such as "15m"; NaN when it is none. */
export function spanSeconds(span) {
  const match = /^(\d{1,6})([smhd])$/.exec(span ?? '');
  return match ? Number(match[1]) * UNITS[match[2]] : Number.NaN;
}

/**
 * Reads an address. What is unknown or cannot be used is kept out, and said in `problems`.
 *
 * @param {string} path such as "/map"
 * @param {string} search such as "?range=1h&ns=shop"
 * @returns {{page: string, range: {live: boolean, span?: string, from?: string, to?: string}, params: Object<string, string>, problems: string[]}}
 */
export function parse(path, search) {
  const problems = [];
  const named = path.replace(/^\/+|\/+$/g, '');
  let page = named === '' ? 'overview' : named;
  if (!PAGES.includes(page)) {
    problems.push(`There is no page "${named}".`);
    page = 'overview';
  }
  const params = {};
  for (const [key, value] of new URLSearchParams(search)) {
    if (value !== '' && !(key in params)) params[key] = value;
  }
  return { page, range: range(params, problems), params, problems };
}

function range(params, problems) {
  const { from, to, range: span } = params;
  delete params.from;
  delete params.to;
  delete params.range;
  if (from !== undefined || to !== undefined) {
    const begin = Date.parse(from);
    const end = Date.parse(to);
    if (begin < end) {
      return { live: false, from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
    }
    problems.push(`The times from=${from ?? ''} to=${to ?? ''} are no range; showing the last ${DEFAULT_SPAN}.`);
    return { live: true, span: DEFAULT_SPAN };
  }
  if (span !== undefined && !(spanSeconds(span) > 0)) {
    problems.push(`"${span}" is no length of time; showing the last ${DEFAULT_SPAN}.`);
    return { live: true, span: DEFAULT_SPAN };
  }
  return { live: true, span: span ?? DEFAULT_SPAN };
}

/** Writes an address: the inverse of `parse`. */
export function format({ page, range, params }) {
  const query = new URLSearchParams();
  if (range.live) {
    if (range.span !== DEFAULT_SPAN) query.set('range', range.span);
  } else {
    query.set('from', range.from);
    query.set('to', range.to);
  }
  for (const key of Object.keys(params).sort()) {
    if (params[key] !== undefined && params[key] !== null && params[key] !== '') query.set(key, params[key]);
  }
  const text = query.toString().replace(/%3A/g, ':').replace(/%2F/g, '/').replace(/%2C/g, ',');
  return `/${page}${text === '' ? '' : `?${text}`}`;
}

/** The same picture tomorrow: a live range becomes the times that it shows now. */
export function fixed(address, now) {
  if (!address.range.live) return address;
  return { ...address, range: times(address.range, now) };
}

/** The times that a range covers, as `{live: false, from, to}`. Whole windows of 10 s, so that a range is asked for once. */
export function times(range, now) {
  if (!range.live) return range;
  const end = Math.floor(+now / 10000) * 10000;
  return {
    live: false,
    from: new Date(end - spanSeconds(range.span) * 1000).toISOString(),
    to: new Date(end).toISOString(),
  };
}

/** The range moved by a share of its length; never beyond now. */
export function moved(range, now, by) {
  const at = times(range, now);
  const length = Date.parse(at.to) - Date.parse(at.from);
  const to = Math.min(Date.parse(at.to) + length * by, Math.floor(+now / 10000) * 10000);
  return { live: false, from: new Date(to - length).toISOString(), to: new Date(to).toISOString() };
}

/** The parameters of a question to the server for a range. */
export function asked(range) {
  return range.live ? { since: range.span } : { since: range.from, until: range.to };
}
