import { along, curve, CARD, place } from '/ui/map/geometry.js';
import { neighbourhood, scene, width } from '/ui/map/scene.js';
import { equal, test } from './test.js';

const group = (id, column, row, more = {}) => ({ id, label: id, column, row, ...more });
const node = (id, of, column, row, more = {}) => ({ id, name: id, label: id, group: of, column, row, health: 'ok', ...more });
const edge = (source, target, more = {}) => ({ id: `${source}|${target}|TCP:80`, source, target, protocol: 'TCP', protocols: ['http'], health: 'ok', ratePerSecond: 1, ...more });
const all = () => true;

function overlaps(a, b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function apart(boxes) {
  const list = [...boxes.values()];
  return list.every((a, i) => list.slice(i + 1).every((b) => !overlaps(a, b)));
}

const GROUPS = [group('a', 0, 0), group('b', 0, 1), group('c', 7, -3)];
const NODES = [node('a1', 'a', 0, 0), node('a2', 'a', 1, 0), node('a3', 'a', 1, -4), node('b1', 'b', 0, 0), node('c1', 'c', 5, 5)];

test('nothing stands on anything else, open or closed', () => {
  for (const isOpen of [all, () => false, (id) => id === 'a']) {
    const { groups, nodes } = place(GROUPS, NODES, isOpen);
    equal(apart(groups), true);
    equal(apart(nodes), true);
  }
});

test('nodes stand inside their group, in the order of their slots', () => {
  const { groups, nodes } = place(GROUPS, NODES, all);
  const [a, a1, a2, a3] = [groups.get('a'), nodes.get('a1'), nodes.get('a2'), nodes.get('a3')];
  for (const box of [a1, a2, a3]) {
    equal(box.x >= a.x && box.x + box.width <= a.x + a.width && box.y >= a.y && box.y + box.height <= a.y + a.height, true);
  }
  equal([a1.x < a2.x, a2.x === a3.x, a3.y < a1.y, a1.y === a2.y], [true, true, true, true]);
});

test('slots that nobody has take no room, however far away', () => {
  const near = place([group('a', 0, 0), group('c', 1, 0)], [node('c1', 'c', 0, 0)], all);
  const far = place([group('a', 0, 0), group('c', 1_000_000, 0)], [node('c1', 'c', 900, -900)], all);
  equal(far.groups.get('c'), near.groups.get('c'));
  equal(far.nodes.get('c1'), near.nodes.get('c1'));
});

test('who goes leaves its place, when the group keeps it', () => {
  const kept = { columns: [0, 1], rows: [-4, 0] };
  const before = place([group('a', 0, 0, kept), group('b', 0, 1)], NODES.slice(0, 4), all);
  const after = place([group('a', 0, 0, kept), group('b', 0, 1)], [NODES[0], NODES[3]], all);
  equal(after.nodes.get('a1'), before.nodes.get('a1'));
  equal(after.groups.get('b'), before.groups.get('b'));
});

test('a closed group is a card, and the order of the others stays', () => {
  const { groups, nodes } = place(GROUPS, NODES, (id) => id !== 'a');
  equal([groups.get('a').width, groups.get('a').height], [CARD.width, CARD.height]);
  equal(nodes.has('a1'), false);
  equal(groups.get('b').y > groups.get('a').y, true);
});

test('an edge leaves at the right and arrives at the left', () => {
  const [from, to] = [{ x: 0, y: 0, width: 100, height: 40 }, { x: 300, y: 100, width: 100, height: 40 }];
  const path = curve(from, to);
  equal([path.x1, path.y1, path.x2, path.y2], [100, 20, 300, 120]);
  equal(along(path, 0), { x: 100, y: 20 });
  equal(along(path, 1), { x: 300, y: 120 });
});

const MAP = {
  groups: [group('shop', 0, 0), group('kube-system', 1, 0)],
  nodes: [
    node('web', 'shop', 0, 0),
    node('cart', 'shop', 1, 0),
    node('db', 'shop', 2, 0),
    node('dns', 'kube-system', 0, 0, { infrastructure: true, health: 'degraded' }),
  ],
  edges: [
    edge('web', 'cart'),
    edge('web', 'cart', { id: 'web|cart|TCP:81', health: 'failing', badRatio: 0.2, layer: 'connect', policyDenied: true, ratePerSecond: 3 }),
    edge('cart', 'db'),
    edge('web', 'dns', { protocols: ['dns'], protocol: 'UDP', health: 'degraded', layer: 'dns' }),
  ],
};

test('edges between the same two are one line, and the worst speaks', () => {
  const line = scene(MAP, {}).lines.find(({ from, to }) => from === 'web' && to === 'cart');
  equal([line.edges.length, line.worst.id, line.health, line.rate, line.denied, line.connection], [2, 'web|cart|TCP:81', 'failing', 4, true, true]);
});

test('what fails is drawn last, so above', () => {
  equal(scene(MAP, {}).lines.at(-1).health, 'failing');
});

test('a closed group takes the edges of its members, and hides those within', () => {
  const { lines, nodes, groups } = scene(MAP, { closed: new Set(['shop']) });
  equal(lines.map(({ from, to }) => [from, to]), [['shop', 'dns']]);
  equal(nodes.map(({ id }) => id), ['dns']);
  equal(groups.find(({ id }) => id === 'shop').open, false);
});

test('layers, infrastructure and focus leave out what does not belong', () => {
  const ids = (view) => scene(MAP, view).nodes.map(({ id }) => id);
  equal(ids({ layer: 'dns' }), ['web', 'dns']);
  equal(ids({ layer: 'policy' }), ['web', 'cart']);
  equal(ids({ infrastructure: false }), ['web', 'cart', 'db']);
  equal(ids({ focus: 'db' }), ['cart', 'db']);
  equal(ids({ focus: 'db', hops: 2 }), ['web', 'cart', 'db']);
  equal(scene(MAP, { focus: 'db' }).hidden, 2);
});

test('neighbours are found either way, and cycles end', () => {
  const cycle = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('c', 'd')];
  equal([...neighbourhood(cycle, 'a', 1)].sort(), ['a', 'b', 'c']);
  equal([...neighbourhood(cycle, 'a', 9)].sort(), ['a', 'b', 'c', 'd']);
  equal([...neighbourhood(cycle, 'nobody', 3)], ['nobody']);
});

test('of very many workloads only groups with failures are open, unless somebody says so', () => {
  const many = {
    groups: [group('calm', 0, 0), group('red', 1, 0)],
    nodes: [...Array(401).keys()].map((i) => node(`n${i}`, 'calm', i % 20, Math.floor(i / 20))).concat(node('x', 'red', 0, 0, { health: 'failing' })),
    edges: [],
  };
  const open = (view) => scene(many, view).groups.filter((one) => one.open).map(({ id }) => id);
  equal(open({}), ['red']);
  equal(open({ open: new Set(['calm']) }), ['calm', 'red']);
  equal(open({ closed: new Set(['red']) }), []);
});

test('lines are 1 to 8 px wide', () => {
  equal([width(0), width(1e9)], [1, 8]);
  equal(width(10) > width(1), true);
});
