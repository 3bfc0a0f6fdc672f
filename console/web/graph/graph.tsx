import { signOf, toneOf } from '../parts/status.tsx';
import type { GraphEdge, GraphNode, GraphPicture } from './layout.ts';
import { neighbourOf } from './neighbour.ts';
import { pathOf } from './routes.ts';

/** The status of a state over all of its visits. */
export interface StateMark {
  readonly status: string;
  /** The text below its name, for example `372 of 372`. */
  readonly note: string;
  /** The children of a Map that retry. */
  readonly retries?: string;
  /** The shares of a Map's items, 0 to 1. */
  readonly share: {
    readonly good: number;
    readonly bad: number;
    /** The items at work. */
    readonly busy: number;
  } | null;
}

/** The sign of a state that is not entered; it keeps the place of a status. */
const NOT_ENTERED = '○';

interface GraphProps {
  readonly picture: GraphPicture;
  readonly marks: ReadonlyMap<string, StateMark>;
  /** The transitions that were taken: two names with a line break between them. */
  readonly ways: ReadonlySet<string>;
  readonly selected: string | null;
  readonly zoom: number;
  readonly onSelect: (state: string) => void;
}

/** The graph of a definition, with states in the colour of their status. */
export function Graph({ picture, marks, ways, selected, zoom, onSelect }: GraphProps) {
  const { width, height, nodes, edges, marks: ends } = picture;
  return (
    <svg
      class="graph"
      width={width * zoom}
      height={height * zoom}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label="State machine"
      onKeyDown={(event) => moveFocus(event, nodes)}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerUnits="userSpaceOnUse"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path d="M0 0 8 4 0 8z" class="arrow" />
        </marker>
      </defs>
      {
        // Tab follows the order of the definition, with the states of a box after the box.
        nodes.map((node) => {
          const Shape = node.isBox ? Box : Leaf;
          return (
            <Shape
              key={node.name}
              node={node}
              mark={marks.get(node.name)}
              isSelected={node.name === selected}
              onSelect={onSelect}
            />
          );
        })
      }
      {edges.map((edge) => (
        <Edge key={`${edge.from} ${edge.to}`} edge={edge} isTaken={ways.has(`${edge.from}\n${edge.to}`)} />
      ))}
      {ends.map(({ kind, x, y }) => (
        <g key={`${kind} ${x} ${y}`}>
          {kind === 'end' && <circle cx={x} cy={y} r={6} class="end-ring" />}
          <circle cx={x} cy={y} r={kind === 'end' ? 3 : 5} class="end" />
        </g>
      ))}
    </svg>
  );
}

interface NodeProps {
  readonly node: GraphNode;
  readonly mark: StateMark | undefined;
  readonly isSelected: boolean;
  readonly onSelect: (state: string) => void;
}

function Leaf({ node, mark, isSelected, onSelect }: NodeProps) {
  const { name, x, y, width, height, comment } = node;
  const [left, top] = [x - width / 2, y - height / 2];
  return (
    <g
      class={`state ${toneFor(mark)} ${isSelected ? 'selected' : ''}`}
      {...pressable(node, mark, isSelected, onSelect)}
    >
      <title>{comment}</title>
      <rect x={left} y={top} width={width} height={height} rx={4} />
      <text x={left + 12} y={y + 4} class="sign">
        {mark === undefined ? NOT_ENTERED : signOf(mark.status)}
      </text>
      <text x={left + 28} y={mark === undefined || mark.note === '' ? y + 4 : y - 2} class="name">
        {name}
      </text>
      {mark !== undefined && mark.note !== '' && (
        <text x={left + 28} y={y + 12} class="note">
          {` ${mark.note}`}
        </text>
      )}
    </g>
  );
}

function Box({ node, mark, isSelected, onSelect }: NodeProps) {
  const { name, x, y, width, height, isDistributed, comment } = node;
  const [left, top] = [x - width / 2, y - height / 2];
  const inside = width - 24;
  const share = mark?.share ?? null;
  return (
    <g
      class={`state box ${toneFor(mark)} ${isSelected ? 'selected' : ''}`}
      {...pressable(node, mark, isSelected, onSelect)}
    >
      <title>{comment}</title>
      <rect
        x={left}
        y={top}
        width={width}
        height={height}
        rx={4}
        class={isDistributed ? 'distributed' : ''}
      />
      <text x={left + 12} y={top + 20} class="sign">
        {mark === undefined ? NOT_ENTERED : signOf(mark.status)}
      </text>
      <text x={left + 28} y={top + 20} class="name">
        {name}
      </text>
      {mark?.retries !== undefined && (
        <text x={left + width - 12} y={top + 20} class="note retries">
          {` ${mark.retries}`}
        </text>
      )}
      <text x={left + 28} y={top + 35} class="note">
        {/* The space separates name and note for screen readers. */ ` ${mark?.note ?? ''}`}
      </text>
      {share !== null && (
        <>
          <rect x={left + 12} y={top + 41} width={inside} height={4} class="track" />
          <rect x={left + 12} y={top + 41} width={inside * share.good} height={4} class="done" />
          <rect
            x={left + 12 + inside * share.good}
            y={top + 41}
            width={inside * share.bad}
            height={4}
            class="lost"
          />
          <rect
            x={left + 12 + inside * (share.good + share.bad)}
            y={top + 41}
            width={inside * share.busy}
            height={4}
            class="at-work"
          />
        </>
      )}
    </g>
  );
}

function pressable(
  { name }: GraphNode,
  mark: StateMark | undefined,
  isSelected: boolean,
  onSelect: (state: string) => void,
) {
  return {
    role: 'button' as const,
    // Preact sets the attributes of SVG elements as they are written, and SVG has no tabIndex.
    tabindex: 0,
    'aria-pressed': isSelected,
    'aria-label': `${[name, mark?.note ?? '', mark?.retries ?? ''].join(' ').trim()}: ${mark?.status ?? 'not entered'}`,
    'data-state': name,
    onClick: (event: Event) => {
      event.stopPropagation();
      onSelect(name);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      onSelect(name);
    },
  };
}

/** Moves the focus to the next state in the direction of an arrow key. */
function moveFocus(
  event: KeyboardEvent & { readonly currentTarget: Element },
  nodes: readonly GraphNode[],
): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const name = event.target instanceof Element ? event.target.getAttribute('data-state') : null;
  const next = name === null ? undefined : neighbourOf(nodes, name, event.key);
  if (next === undefined) return;
  event.preventDefault();
  event.currentTarget.querySelector<SVGElement>(`[data-state="${CSS.escape(next.name)}"]`)?.focus();
}

function toneFor(mark: StateMark | undefined): string {
  return mark === undefined ? 'untouched' : toneOf(mark.status);
}

function Edge({ edge, isTaken }: { readonly edge: GraphEdge; readonly isTaken: boolean }) {
  return (
    <path
      d={pathOf(edge.points)}
      class={`edge ${edge.kind} ${isTaken ? 'taken' : ''}`}
      marker-end="url(#arrow)"
    >
      <title>{edge.label}</title>
    </path>
  );
}
