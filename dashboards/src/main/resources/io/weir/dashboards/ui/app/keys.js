// The keyboard. Keys do nothing while somebody types.

const PAGE_KEYS = { o: 'overview', m: 'map', f: 'flows', s: 'slos', a: 'alerts', d: 'drops', n: 'dns', p: 'probes', r: 'resources' };
const SECOND_KEY_MS = 1200;

export const HELP = [
  ['/', 'search'],
  ['g then o m f s a', 'overview, map, flows, SLOs, alerts'],
  ['g then d n p r', 'drops, DNS, probes, resources'],
  ['j k, Enter', 'next and previous row, open it'],
  ['Esc', 'close the panel'],
  ['t', 'the map as a table, and back'],
  ['d', 'compare with the time before, and back'],
  ['f, + −', 'on the map: only this and its neighbours, more or fewer hops'],
  ['[ ]', 'earlier, later'],
  ['Space', 'pause, go on'],
  ['y', 'copy a link to this very picture'],
  ['?', 'this help'],
];

/**
 * @param {Object<string, (event: KeyboardEvent) => void>} actions by key
 * @param {(page: string) => void} open goes to a page
 */
export function listen(target, actions, open) {
  let goAt = -Infinity;
  const down = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const on = event.target;
    if (on instanceof HTMLElement && on.matches('input, select, textarea, [contenteditable]')) {
      if (event.key === 'Escape') on.blur();
      return;
    }
    if (event.key === ' ' && on instanceof HTMLElement && on.matches('button, a, summary')) return;
    const page = performance.now() - goAt < SECOND_KEY_MS ? PAGE_KEYS[event.key] : undefined;
    goAt = event.key === 'g' ? performance.now() : -Infinity;
    if (page !== undefined) {
      event.preventDefault();
      open(page);
      return;
    }
    const action = actions[event.key];
    if (action !== undefined && action(event) !== false) event.preventDefault();
  };
  target.addEventListener('keydown', down);
  return () => target.removeEventListener('keydown', down);
}
