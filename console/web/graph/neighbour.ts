import type { GraphNode } from './layout.ts';

/** The direction of each arrow key. */
const DIRECTIONS: ReadonlyMap<string, readonly [x: number, y: number]> = new Map([
  ['ArrowRight', [1, 0]],
  ['ArrowLeft', [-1, 0]],
  ['ArrowDown', [0, 1]],
  ['ArrowUp', [0, -1]],
]);
/**
 * The weight of the distance aside of the direction. Rows are close to each other, and their states far apart: up and
 * down lead to the next row, left and right stay in theirs.
 */
const ASIDE = { upOrDown: 0.1, leftOrRight: 3 };

/**
 * Returns the nearest state in the direction of an arrow key; undefined if there is none. `Home` and `End` are the first
 * and the last state.
 */
export function neighbourOf(nodes: readonly GraphNode[], name: string, key: string): GraphNode | undefined {
  if (key === 'Home') return nodes[0];
  if (key === 'End') return nodes.at(-1);
  const from = nodes.find((node) => node.name === name);
  const direction = DIRECTIONS.get(key);
  if (from === undefined || direction === undefined) return undefined;
  const [x, y] = direction;
  const aside = y === 0 ? ASIDE.leftOrRight : ASIDE.upOrDown;
  const start = placeOf(from);
  let nearest: { readonly node: GraphNode; readonly distance: number } | undefined;
  for (const node of nodes) {
    const place = placeOf(node);
    const [right, down] = [place.x - start.x, place.y - start.y];
    const ahead = right * x + down * y;
    if (node === from || ahead <= 0) continue;
    const distance = ahead + aside * Math.abs(right * y + down * x);
    if (nearest === undefined || distance < nearest.distance) nearest = { node, distance };
  }
  return nearest?.node;
}

/** Returns the place of a state in its row: a box has its name at its top, above its inner states. */
function placeOf({ x, y, height }: GraphNode): { readonly x: number; readonly y: number } {
  return { x, y: y - height / 2 };
}
