// Pixels from slots. The server says in which column and row a group stands, and a workload in its group; here that becomes boxes, for
// any choice of groups that are open. The order never changes by opening or closing one. Pure.

export const CARD = { width: 168, height: 44 };
// Room between columns for the words on an edge that fails.
const GAP = { x: 128, y: 26 };
const PAD = 16;
const TITLE = 30;
const GROUP_GAP = { x: 140, y: 40 };

/**
 * @param {{id: string, column: number, row: number, columns?: number[], rows?: number[]}[]} groups
 * @param {{id: string, group: string, column: number, row: number}[]} nodes
 * @param {(groupId: string) => boolean} isOpen
 * @returns {{groups: Map<string, Box>, nodes: Map<string, Box>, width: number, height: number}} nodes of closed groups are not there
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */
export function place(groups, nodes, isOpen) {
  const members = new Map(groups.map((group) => [group.id, []]));
  for (const node of nodes) members.get(node.group)?.push(node);
  const sizes = new Map(groups.map((group) => [group.id, size(group, members.get(group.id), isOpen(group.id))]));

  const columns = new Map();
  for (const group of groups) {
    if (!columns.has(group.column)) columns.set(group.column, []);
    columns.get(group.column).push(group);
  }
  const boxes = { groups: new Map(), nodes: new Map(), width: 0, height: 0 };
  let x = 0;
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const stack = columns.get(column).sort((a, b) => a.row - b.row);
    let y = 0;
    let widest = 0;
    for (const group of stack) {
      const { width, height } = sizes.get(group.id);
      boxes.groups.set(group.id, { x, y, width, height });
      y += height + GROUP_GAP.y;
      widest = Math.max(widest, width);
    }
    boxes.height = Math.max(boxes.height, y - GROUP_GAP.y);
    x += widest + GROUP_GAP.x;
  }
  boxes.width = Math.max(0, x - GROUP_GAP.x);
  for (const group of groups) {
    if (isOpen(group.id)) inside(group, boxes.groups.get(group.id), members.get(group.id), boxes.nodes);
  }
  return boxes;
}

/**
 * The columns and rows of a group in order: those that the server keeps, also for what may come back, so that nothing moves when something
 * goes or is filtered out. Numbers only order them, and where none is there is no room left.
 */
function slots(members, key, kept) {
  return [...new Set([...(kept ?? []), ...members.map((node) => node[key])])].sort((a, b) => a - b);
}

function size(group, members, open) {
  if (!open) return { width: CARD.width, height: CARD.height };
  const columns = Math.max(1, slots(members, 'column', group.columns).length);
  const rows = Math.max(1, slots(members, 'row', group.rows).length);
  return {
    width: columns * (CARD.width + GAP.x) - GAP.x + 2 * PAD,
    height: rows * (CARD.height + GAP.y) - GAP.y + PAD + TITLE,
  };
}

function inside(group, box, members, boxes) {
  const columns = slots(members, 'column', group.columns);
  const rows = slots(members, 'row', group.rows);
  for (const node of members) {
    boxes.set(node.id, {
      x: box.x + PAD + columns.indexOf(node.column) * (CARD.width + GAP.x),
      y: box.y + TITLE + rows.indexOf(node.row) * (CARD.height + GAP.y),
      ...CARD,
    });
  }
}

/** The curve of an edge from the right side of one box to the left side of the other; where the server stands further left it goes round. */
export function curve(from, to) {
  const x1 = from.x + from.width;
  const y1 = from.y + from.height / 2;
  const x2 = to.x;
  const y2 = to.y + to.height / 2;
  if (from === to) return loop(from);
  const forward = x2 >= x1;
  const bend = forward ? Math.max(24, (x2 - x1) / 2) : Math.min(160, 48 + (x1 - x2) / 6);
  const sag = !forward && Math.abs(y2 - y1) < 1 ? from.height : 0;
  return { x1, y1, cx1: x1 + bend, cy1: y1 + sag, cx2: x2 - bend, cy2: y2 + sag, x2, y2 };
}

function loop(box) {
  const x1 = box.x + box.width;
  const y1 = box.y + box.height / 2;
  return { x1, y1, cx1: x1 + 40, cy1: y1 - 40, cx2: x1 + 40, cy2: y1 + 40, x2: x1, y2: y1 + 8 };
}

/** The point of a curve at `t` from 0 to 1. */
export function along({ x1, y1, cx1, cy1, cx2, cy2, x2, y2 }, t) {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: a * x1 + b * cx1 + c * cx2 + d * x2, y: a * y1 + b * cy1 + c * cy2 + d * y2 };
}
