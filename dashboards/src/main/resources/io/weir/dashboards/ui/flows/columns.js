import { clock } from '../app/words.js';

// What a row of the flows page has, and which of it this browser shows.

const KEY = 'weir.flows.columns';

export const COLUMNS = [
  { key: 'time', title: 'Time', cell: (row) => `${clock(row.time, new Date(), true)}.${row.time.slice(20, 23).padEnd(3, '0').replace('Z', '0')}` },
  { key: 'source', title: 'Source', cell: (row) => peer(row.source) },
  { key: 'destination', title: 'Destination', cell: (row) => peer(row.destination) },
  { key: 'protocol', title: 'Protocol', cell: (row) => row.protocol ?? '' },
  { key: 'type', title: 'Type', cell: (row) => row.type },
  { key: 'verdict', title: 'Verdict', cell: (row) => row.verdict.toLowerCase() },
  { key: 'summary', title: 'Summary', cell: (row) => (row.reason ? row.reason.text : row.summary) },
  { key: 'policy', title: 'Policy', cell: (row) => (row.policies ?? []).map(({ namespace, name }) => (namespace ? `${namespace}/${name}` : name)).join(', ') },
  { key: 'node', title: 'Node', cell: (row) => row.node },
  { key: 'direction', title: 'Direction', cell: (row) => `${row.direction ?? ''}${row.isReply ? ' reply' : ''}` },
];
const USUAL = ['time', 'source', 'destination', 'type', 'verdict', 'summary', 'node'];

function peer(end) {
  const name = end?.label ?? '';
  return end?.port === undefined ? name : `${name}:${end.port}`;
}

export function chosenColumns() {
  try {
    const chosen = localStorage.getItem(KEY)?.split(',');
    if (chosen?.some((key) => COLUMNS.some((column) => column.key === key))) return chosen;
  } catch {
    // Storage may be forbidden.
  }
  return USUAL;
}

export function chooseColumn(key, wanted) {
  const chosen = COLUMNS.map((column) => column.key).filter((known) => (known === key ? wanted : chosenColumns().includes(known)));
  try {
    localStorage.setItem(KEY, chosen.join(','));
  } catch {
    // As above.
  }
}
