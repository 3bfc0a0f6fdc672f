import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOut, type GraphNode, type GraphPicture } from '../../../../console/web/graph/layout.ts';
import { allStates, parseDefinition } from '../../../../workflow/definition.ts';
import type { AslObject } from '../../../../console/api/index.ts';
import { definitionText } from '../../../../workflow/substitutions.ts';

const machine = {
  StartAt: 'Which way?',
  States: {
    'Which way?': {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $left %}', Next: 'Both' },
        { Condition: '{% $right %}', Next: 'Both' },
        { And: [], Next: 'Give up' },
      ],
      Default: 'Give up',
    },
    Both: {
      Type: 'Parallel',
      Comment: 'Left and right at once.',
      Branches: [
        {
          StartAt: 'Left',
          States: { Left: { Type: 'Pass', Next: 'Left too' }, 'Left too': { Type: 'Succeed' } },
        },
        { StartAt: 'Right', States: { Right: { Type: 'Pass', End: true } } },
      ],
      Catch: [{ ErrorEquals: ['One', 'Two'], Next: 'Give up' }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'One of them',
        States: { 'One of them': { Type: 'Task', End: true } },
      },
      End: true,
    },
    'Give up': { Type: 'Fail' },
  },
};

const picture = layOut(machine);
const nodeIn = ({ nodes }: GraphPicture, name: string): GraphNode =>
  nodes.find((node) => node.name === name)!;
const node = (name: string) => nodeIn(picture, name);
const top = ({ y, height }: GraphNode) => y - height / 2;
const bottom = ({ y, height }: GraphNode) => y + height / 2;
const left = ({ x, width }: GraphNode) => x - width / 2;
const right = ({ x, width }: GraphNode) => x + width / 2;
const isWithin = (inner: GraphNode, box: GraphNode) =>
  left(inner) >= left(box) &&
  right(inner) <= right(box) &&
  top(inner) >= top(box) &&
  bottom(inner) <= bottom(box);
const overlap = (one: GraphNode, other: GraphNode) =>
  left(one) < right(other) &&
  left(other) < right(one) &&
  top(one) < bottom(other) &&
  top(other) < bottom(one);

/**
 * Returns what the arrows of a picture cross. The rectangle between two points of an arrow has its whole curve, and
 * overlaps no state but those around the arrow, not even the two that it joins.
 */
const crossingsIn = ({ nodes, edges }: GraphPicture): string[] =>
  edges.flatMap((edge) => {
    const joined = nodes.filter(({ name }) => name === edge.from || name === edge.to);
    const isAround = (state: GraphNode) =>
      !joined.includes(state) && joined.some((each) => isWithin(each, state));
    const rectangles = edge.points.slice(1).map((next, index): GraphNode => {
      const point = edge.points[index]!;
      return {
        ...joined[0]!,
        x: (point.x + next.x) / 2,
        y: (point.y + next.y) / 2,
        width: Math.abs(point.x - next.x),
        height: Math.abs(point.y - next.y),
      };
    });
    return nodes
      .filter((state) => !isAround(state) && rectangles.some((each) => overlap(each, state)))
      .map(({ name }) => `${edge.from} to ${edge.to} crosses ${name}`);
  });

describe('the states of a picture', () => {
  it('are all of the definition, with type and comment', () => {
    expect(picture.nodes.map(({ name, type }) => `${name}: ${type}`).sort()).toEqual([
      'Both: Parallel',
      'Each: Map',
      'Give up: Fail',
      'Left too: Succeed',
      'Left: Pass',
      'One of them: Task',
      'Right: Pass',
      'Which way?: Choice',
    ]);
    expect(
      picture.nodes.filter(({ comment }) => comment !== '').map(({ name, comment }) => [name, comment]),
    ).toEqual([['Both', 'Left and right at once.']]);
  });

  it('are boxes if they contain others, which lie inside', () => {
    const boxes = picture.nodes.filter(({ isBox }) => isBox).map(({ name }) => name);

    expect(boxes).toEqual(['Both', 'Each']);
    for (const name of ['Left', 'Left too', 'Right']) expect(isWithin(node(name), node('Both'))).toBe(true);
    expect(isWithin(node('One of them'), node('Each'))).toBe(true);
  });

  it('mark a Distributed Map', () => {
    expect(picture.nodes.filter(({ isDistributed }) => isDistributed).map(({ name }) => name)).toEqual([
      'Each',
    ]);
  });

  it('stand below each other in the order of the transitions, branches side by side', () => {
    const column = ['Which way?', 'Both', 'Each'].map(node);

    for (const [index, upper] of column.slice(0, -1).entries()) {
      expect(bottom(upper)).toBeLessThan(top(column[index + 1]!));
    }
    expect(bottom(node('Left'))).toBeLessThan(top(node('Left too')));
    expect(right(node('Left'))).toBeLessThan(left(node('Right')));
  });

  it('are wide enough for their names', () => {
    const name = 'A state with a name that is really much longer than all the others';
    const long = layOut({ StartAt: name, States: { [name]: { Type: 'Succeed' } } });

    expect(nodeIn(long, name).width).toBeGreaterThan(7 * name.length);
    expect(node('Give up').width).toBe(132);
  });
});

describe('the arrows of a picture', () => {
  const arrows = picture.edges.map(({ from, to, kind, label }) =>
    [from.trim(), to.trim(), kind, label].join(' | '),
  );

  it('are the transitions of the definition with their conditions, one for each pair of states', () => {
    expect(arrows.sort()).toEqual([
      'Both | Each | next | ',
      'Both | Give up | catch | One, Two',
      'Each | end | next | ',
      'Give up | end | next | ',
      'Left too | end | next | ',
      'Left | Left too | next | ',
      'One of them | end | next | ',
      'Right | end | next | ',
      'Which way? | Both | choice | {% $left %}; {% $right %}',
      'Which way? | Give up | choice | a rule; default',
      'start | Left | next | ',
      'start | One of them | next | ',
      'start | Right | next | ',
      'start | Which way? | next | ',
    ]);
  });

  it('begin at one state and end at the other', () => {
    const between = picture.edges.filter(({ from, to }) => !from.startsWith(' ') && !to.startsWith(' '));

    expect(between).toHaveLength(5);
    for (const { from, to, points } of between) {
      const [first, last] = [points[0]!, points.at(-1)!];
      expect(Math.abs(first.y - bottom(node(from)))).toBeLessThan(1);
      expect(Math.abs(last.y - top(node(to)))).toBeLessThan(1);
    }
  });
});

describe('the ends of a picture', () => {
  it.each([
    ['Both', ['end', 'end', 'start', 'start']],
    ['Each', ['end', 'start']],
  ])('of the machines in %s lie in its box, below the name', (name, kinds) => {
    const box = node(name);
    const inside = picture.marks.filter(
      ({ x, y }) => x > left(box) && x < right(box) && y > top(box) + 48 + 12 && y < bottom(box),
    );

    expect(inside.map(({ kind }) => kind).sort()).toEqual(kinds);
  });

  it('are one start and one end for each machine, inner ones included', () => {
    const kinds = picture.marks.map(({ kind }) => kind).sort();

    expect(kinds).toEqual(['end', 'end', 'end', 'end', 'start', 'start', 'start', 'start']);
    expect(
      layOut({ StartAt: 'A', States: { A: { Type: 'Wait', Next: 'A' } } }).marks.map(({ kind }) => kind),
    ).toEqual(['start']);
  });
});

describe.each([
  ['this machine', picture],
  ['title-ingestion', layOut(parseDefinition(definitionText))],
])('the picture of %s', (_, picture) => {
  const { width, height, nodes, edges, marks } = picture;

  it('is as large as its content', () => {
    const points = [...edges.flatMap((edge) => edge.points), ...marks];

    for (const { x, y } of points) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(height);
    }
    const whole = { x: width / 2, y: height / 2, width, height } as GraphNode;
    expect(nodes.filter((each) => !isWithin(each, whole))).toEqual([]);
  });

  it('has no arrow across a state, be it one that the arrow joins', () => {
    expect(crossingsIn(picture)).toEqual([]);
  });

  it('has no overlapping states', () => {
    const pairs = nodes.flatMap((one, index) => nodes.slice(index + 1).map((other) => [one, other] as const));
    const wrong = pairs.filter(
      ([one, other]) => overlap(one, other) && !isWithin(one, other) && !isWithin(other, one),
    );

    expect(nodes.length).toBeGreaterThan(7);
    expect(wrong).toEqual([]);
  });
});

it('draws each state of the definition that ships once, in its order', () => {
  const names = allStates(parseDefinition(definitionText)).map(([name]) => name);

  expect(layOut(parseDefinition(definitionText)).nodes.map(({ name }) => name)).toEqual(names);
});

it('draws states whose names are properties of every object', () => {
  const odd = JSON.parse(`{
    "StartAt": "constructor",
    "States": {
      "constructor": { "Type": "Pass", "Next": "__proto__" },
      "__proto__": { "Type": "Pass", "Next": "toString" },
      "toString": { "Type": "Succeed" }
    }
  }`) as typeof machine;
  const { nodes, edges } = layOut(odd);

  expect(nodes.map(({ name }) => name)).toEqual(['constructor', '__proto__', 'toString']);
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toContain('constructor __proto__');
  expect(nodes.map(({ y }) => y).toSorted((a, b) => a - b)).toEqual(nodes.map(({ y }) => y));
});

/** Makes a machine of Choice states, each with some next ones; every third has a body. */
const machineOf = (nexts: readonly (readonly number[])[], prefix = ''): AslObject => ({
  StartAt: `${prefix}State 0`,
  States: Object.fromEntries(
    nexts.map((next, index) => [
      `${prefix}State ${index}`,
      {
        Type: 'Choice',
        Choices: next.map((to) => ({ Condition: '{% true %}', Next: `${prefix}State ${to % nexts.length}` })),
        ...(index % 3 === 2 && prefix === ''
          ? { ItemProcessor: machineOf(nexts.slice(0, 2 + index), `Inner ${index} `) }
          : {}),
        ...(next.length === 0 ? { End: true } : {}),
      },
    ]),
  ),
});

it('draws no arrow across a state, whatever the transitions are', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(8), { maxLength: 4 }), { minLength: 1, maxLength: 9 }), (nexts) => {
      expect(crossingsIn(layOut(machineOf(nexts)))).toEqual([]);
    }),
  );
});
