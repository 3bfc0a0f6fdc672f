import { Graph, layout } from '@dagrejs/dagre';
import type { AslObject } from '../../api/index.ts';
import { type Place, type Point, routesOf } from './routes.ts';

/** A state in the picture. The coordinates are those of its centre. */
export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** True if it contains other states. */
  readonly isBox: boolean;
  readonly isDistributed: boolean;
  readonly comment: string;
}

/** An arrow between states. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'catch';
  readonly label: string;
  readonly points: readonly Point[];
}

/** The start or the end of a machine. */
export interface GraphMark {
  readonly kind: 'start' | 'end';
  readonly x: number;
  readonly y: number;
}

/** The layout of a definition. */
export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly marks: readonly GraphMark[];
}

const LETTER = 7;
const BESIDE_NAME = 52;
const MIN_WIDTH = 132;
const LEAF_HEIGHT = 36;
/** Height of the name and the counts above the states of a box. */
const BOX_HEAD = 48;
const BOX_PAD = 14;
const MARK = 12;
const BESIDE_LINE = 8;
const BETWEEN_BODIES = 16;

const START = ' start';
const END = ' end';
/** Makes a key for dagre of a state's name. dagre keeps its nodes in plain objects, where `__proto__` is no key. */
const keyOf = (name: string) => `state ${name}`;

/**
 * Lays out a definition. The body of each Map and Parallel has its own layout, and is one node of the outer layout: no
 * transition crosses the border of a body, and dagre fails on edges into boxes.
 */
export function layOut(machine: AslObject): GraphPicture {
  const graph = new Graph();
  graph.setGraph({
    rankdir: 'TB',
    rankalign: 'top',
    nodesep: 16,
    edgesep: 12,
    ranksep: 32,
    marginx: 8,
    marginy: 8,
  });
  const states = Object.entries((machine['States'] ?? {}) as Record<string, AslObject>);
  const bodies = new Map<string, readonly GraphPicture[]>();
  graph.setNode(keyOf(START), { width: MARK, height: MARK });
  for (const [name, state] of states) {
    const inner = bodiesOf(state).map(layOut);
    bodies.set(name, inner);
    graph.setNode(keyOf(name), sizeOf(name, inner));
  }
  const edges = [
    { from: START, to: String(machine['StartAt']), kind: 'next', label: '' } as const,
    ...states.flatMap(([name, state]) => edgesOf(name, state)),
  ];
  if (edges.some(({ to }) => to === END)) graph.setNode(keyOf(END), { width: MARK, height: MARK });
  // Transitions between the same two states share one line.
  for (const { from, to } of edges) graph.setEdge(keyOf(from), keyOf(to), {});
  layout(graph);
  return picture(graph, states, bodies, edges);
}

type BareEdge = Omit<GraphEdge, 'points'>;

function picture(
  graph: Graph,
  states: readonly (readonly [string, AslObject])[],
  bodies: ReadonlyMap<string, readonly GraphPicture[]>,
  edges: readonly BareEdge[],
): GraphPicture {
  const nodes: GraphNode[] = [];
  // The states of a box follow the box.
  const inner: Parts = { nodes, edges: [], marks: [] };
  for (const [name, state] of states) {
    const box = graph.node(keyOf(name)) as { x: number; y: number; width: number; height: number };
    const own = bodies.get(name) ?? [];
    const { x, y, width, height } = box;
    nodes.push({
      name,
      type: String(state['Type']),
      x,
      y,
      width,
      height,
      isBox: own.length > 0,
      isDistributed: isDistributed(state),
      comment: typeof state['Comment'] === 'string' ? state['Comment'] : '',
    });
    let left = x - own.reduce((sum, body) => sum + body.width, BETWEEN_BODIES * (own.length - 1)) / 2;
    for (const body of own) {
      shift(body, left, y - height / 2 + BOX_HEAD, inner);
      left += body.width + BETWEEN_BODIES;
    }
  }
  const place = (name: string) => graph.node(keyOf(name)) as Place;
  const drawn = unique(edges);
  const lines = drawn.map(({ from, to }) => {
    const { points = [] } = graph.edge(keyOf(from), keyOf(to)) as { points?: Point[] };
    return { from: place(from), to: place(to), points };
  });
  const routes = routesOf(
    graph.nodes().map((key) => graph.node(key) as Place),
    lines,
  );
  const own = drawn.map((edge, index) => ({ ...edge, points: routes[index] ?? [] }));
  const marks = [START, END].flatMap((name): GraphMark[] => {
    if (!graph.hasNode(keyOf(name))) return [];
    const { x, y } = graph.node(keyOf(name)) as { x: number; y: number };
    return [{ kind: name === START ? 'start' : 'end', x, y }];
  });
  const { width: nodesWidth = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  // dagre measures only the nodes: a line around all of them would be cut off.
  const xs = own.flatMap(({ points }) => points.map(({ x }) => x));
  const left = Math.max(0, BESIDE_LINE - Math.min(BESIDE_LINE, ...xs));
  const width = Math.max(nodesWidth, ...xs.map((x) => x + BESIDE_LINE)) + left;
  const whole = {
    width,
    height,
    nodes,
    edges: [...own, ...inner.edges],
    marks: [...marks, ...inner.marks],
  };
  if (left === 0) return whole;
  const moved: Parts = { nodes: [], edges: [], marks: [] };
  shift(whole, left, 0, moved);
  return { ...moved, width, height };
}

interface Parts {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly marks: GraphMark[];
}

function shift(body: GraphPicture, dx: number, dy: number, into: Parts): void {
  const move = <T extends { readonly x: number; readonly y: number }>(point: T): T => ({
    ...point,
    x: point.x + dx,
    y: point.y + dy,
  });
  into.nodes.push(...body.nodes.map(move));
  into.marks.push(...body.marks.map(move));
  into.edges.push(...body.edges.map((edge) => ({ ...edge, points: edge.points.map(move) })));
}

function sizeOf(name: string, inner: readonly GraphPicture[]): { width: number; height: number } {
  const width = Math.max(MIN_WIDTH, Math.ceil(name.length * LETTER) + BESIDE_NAME);
  if (inner.length === 0) return { width, height: LEAF_HEIGHT };
  const wide = inner.reduce((sum, body) => sum + body.width, BETWEEN_BODIES * (inner.length - 1));
  return {
    width: Math.max(width, 260, wide + 2 * BOX_PAD),
    height: Math.max(...inner.map((body) => body.height)) + BOX_HEAD + BOX_PAD,
  };
}

function unique(edges: readonly BareEdge[]): BareEdge[] {
  const known = new Map<string, BareEdge>();
  for (const edge of edges) {
    const key = `${edge.from}\n${edge.to}`;
    const other = known.get(key);
    if (other === undefined) known.set(key, edge);
    else
      known.set(key, { ...other, label: [other.label, edge.label].filter((text) => text !== '').join('; ') });
  }
  return [...known.values()];
}

function edgesOf(from: string, state: AslObject): BareEdge[] {
  const edges: BareEdge[] = [];
  const add = (to: unknown, kind: GraphEdge['kind'], label = '') => {
    if (typeof to === 'string') edges.push({ from, to, kind, label });
  };
  for (const rule of objectsIn(state['Choices']))
    add(rule['Next'], 'choice', text(rule['Condition']) || 'a rule');
  add(state['Default'], 'choice', 'default');
  add(state['Next'], 'next');
  for (const rule of objectsIn(state['Catch']))
    add(rule['Next'], 'catch', (rule['ErrorEquals'] as string[]).join(', '));
  if (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail') add(END, 'next');
  return edges;
}

function bodiesOf(state: AslObject): AslObject[] {
  return [state['ItemProcessor'] ?? state['Iterator'], ...objectsIn(state['Branches'])].filter(isObject);
}

function isDistributed(state: AslObject): boolean {
  const processor = state['ItemProcessor'];
  if (!isObject(processor)) return false;
  return isObject(processor['ProcessorConfig']) && processor['ProcessorConfig']['Mode'] === 'DISTRIBUTED';
}

function objectsIn(value: unknown): AslObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is AslObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
