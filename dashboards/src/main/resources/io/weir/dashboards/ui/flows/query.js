// Queries for flows as text: how values are quoted, and the terms that pages ask with. Pure.

/** A value as it is typed: in double quotes where it would not be read back as it is. */
export function quote(value) {
  if (value !== '' && !/[\s,]/.test(value) && !value.startsWith('"')) return value;
  return `"${value.replace(/\\(?=[\\"]|$)/g, '\\\\').replace(/"/g, '\\"')}"`;
}

/** One term: `term('port', [80, 443])` -> "port:80,443"; without values nothing. */
export function term(key, values) {
  const all = [values].flat().filter((value) => value !== undefined && value !== '');
  return all.length === 0 ? '' : `${key}:${all.map((value) => quote(String(value))).join(',')}`;
}

/** Terms in a row; empty ones are left out. */
export function query(...terms) {
  return terms.filter(Boolean).join(' ');
}

/**
 * The terms that a peer of the map is found by.
 *
 * @param {''|'from.'|'to.'} side
 * @param {{kind: string, namespace: string, name: string}} peer
 */
export function peerTerms(side, { kind, namespace, name }) {
  if (kind === 'World') return isAddress(name) ? term(`${side}ip`, name) : term(`${side}fqdn`, name);
  if (kind === 'Reserved') return term(`${side}identity`, name);
  return query(term(`${side}namespace`, namespace), term(`${side}workload`, name));
}

const isAddress = (name) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(name) || /^[0-9a-f:]*:[0-9a-f:]*(\/\d+)?$/i.test(name);

/** The query without one of its terms, as the server has read them: `not` goes with it. */
export function without(text, { at, length, not }) {
  const before = not ? text.slice(0, at).replace(/not\s+$/i, '') : text.slice(0, at);
  return `${before}${text.slice(at + length)}`.replace(/\s+/g, ' ').trim();
}

/** The query with what was chosen in place of what was typed, and where the caret is then. */
export function completed(text, { from, to }, chosen) {
  const gap = chosen.endsWith(':') ? '' : ' ';
  const head = `${text.slice(0, from)}${chosen}${gap}`;
  return { text: head + text.slice(to).replace(gap === '' ? /^/ : /^\s+/, ''), at: head.length };
}
